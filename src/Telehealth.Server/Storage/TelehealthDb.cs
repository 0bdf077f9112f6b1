using Microsoft.EntityFrameworkCore;
using Telehealth.Telemetry.History;

namespace Telehealth.Storage;

/// <summary>The truth. Slices add their rows by an IEntityTypeConfiguration (XxxTable); nothing here names them.</summary>
internal abstract class TelehealthDb(
    DbContextOptions options, OutboxEvents events, OutboxSignal signal, HistoryLog history, TimeProvider clock, LastWords? lastWords)
    : DbContext(options)
{
    private readonly List<HistoryFact> _uncommitted = [];

    public override async Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        if (lastWords?.Take(this) is not { } write)
        {
            return await SaveAloneAsync(acceptAllChangesOnSuccess, cancellationToken);
        }

        await using var own = Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(cancellationToken) : null;
        var changes = await SaveAloneAsync(acceptAllChangesOnSuccess, cancellationToken);
        await write(cancellationToken);
        if (own is not null)
        {
            await own.CommitAsync(cancellationToken);
        }

        return changes;
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        if (lastWords?.Take(this) is not null)
        {
            throw new InvalidOperationException("What is written down with the changes is saved by SaveChangesAsync.");
        }

        var recorded = MoveRecordedToOutbox();
        var changes = base.SaveChanges(acceptAllChangesOnSuccess);
        AfterSaving(recorded);
        return changes;
    }

    /// <summary>What was saved is true for everybody now.</summary>
    public void AfterCommit()
    {
        if (_uncommitted.Count == 0)
        {
            return;
        }

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

    private async Task<int> SaveAloneAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellation)
    {
        var recorded = MoveRecordedToOutbox();
        var changes = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellation);
        AfterSaving(recorded);
        return changes;
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
    DbContextOptions<SqliteTelehealthDb> options, OutboxEvents events, OutboxSignal signal, HistoryLog history, TimeProvider clock,
    LastWords? lastWords = null)
    : TelehealthDb(options, events, signal, history, clock, lastWords);

internal sealed class PostgresTelehealthDb(
    DbContextOptions<PostgresTelehealthDb> options, OutboxEvents events, OutboxSignal signal, HistoryLog history, TimeProvider clock,
    LastWords? lastWords = null)
    : TelehealthDb(options, events, signal, history, clock, lastWords);
