using Microsoft.EntityFrameworkCore;
using Telehealth.Telemetry.History;

namespace Telehealth.Storage;

/// <summary>The truth. Slices add their rows by an IEntityTypeConfiguration (XxxTable); nothing here names them.</summary>
internal abstract class TelehealthDb(
    DbContextOptions options, OutboxEvents events, OutboxSignal signal, HistoryLog history, TimeProvider clock) : DbContext(options)
{
    private readonly List<HistoryFact> _uncommitted = [];

    public override async Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        var recorded = MoveRecordedToOutbox();
        var changes = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        AfterSaving(recorded);
        return changes;
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        var recorded = MoveRecordedToOutbox();
        var changes = base.SaveChanges(acceptAllChangesOnSuccess);
        AfterSaving(recorded);
        return changes;
    }

    /// <summary>What was saved is true for everybody now.</summary>
    public void AfterCommit()
    {
        signal.Wake();
        _uncommitted.ForEach(history.Write);
        _uncommitted.Clear();
    }

    public void AfterRollback() => _uncommitted.Clear();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(TelehealthDb).Assembly);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTime>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
    }

    private List<HistoryFact> MoveRecordedToOutbox()
    {
        var now = clock.GetUtcNow();
        var facts = ChangeTracker.Entries<Aggregate>()
            .SelectMany(entry => entry.Entity.TakeRecorded().Select(fact => (Of: entry.Entity, What: fact))).ToArray();
        var rows = facts.Where(fact => events.IsHandled(fact.What)).Select(fact => OutboxEvents.ToRow(fact.What, now)).ToArray();
        AddRange(rows);
        return
        [
            .. facts.Select(fact => fact.Of.HistoryOf(fact.What)).OfType<HistoryFact>(),
            .. rows.Select(row => new HistoryFact(HistoryKind.OutboxRecorded) { Subject = row.Id, By = row.EventName }),
        ];
    }

    private void AfterSaving(List<HistoryFact> recorded)
    {
        _uncommitted.AddRange(recorded);
        if (recorded.Count > 0 && Database.CurrentTransaction is null)
        {
            AfterCommit();
        }
    }
}

internal sealed class SqliteTelehealthDb(
    DbContextOptions<SqliteTelehealthDb> options, OutboxEvents events, OutboxSignal signal, HistoryLog history, TimeProvider clock)
    : TelehealthDb(options, events, signal, history, clock);

internal sealed class PostgresTelehealthDb(
    DbContextOptions<PostgresTelehealthDb> options, OutboxEvents events, OutboxSignal signal, HistoryLog history, TimeProvider clock)
    : TelehealthDb(options, events, signal, history, clock);
