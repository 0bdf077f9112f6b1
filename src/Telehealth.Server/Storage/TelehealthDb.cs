using Microsoft.EntityFrameworkCore;

namespace Telehealth.Storage;

/// <summary>The truth. Slices add their rows by an IEntityTypeConfiguration (XxxTable); nothing here names them.</summary>
internal abstract class TelehealthDb(DbContextOptions options, OutboxEvents events, OutboxSignal signal, TimeProvider clock)
    : DbContext(options)
{
    public override async Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        var hasRecorded = MoveRecordedToOutbox();
        var changes = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        if (hasRecorded)
        {
            signal.Wake();
        }

        return changes;
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        var hasRecorded = MoveRecordedToOutbox();
        var changes = base.SaveChanges(acceptAllChangesOnSuccess);
        if (hasRecorded)
        {
            signal.Wake();
        }

        return changes;
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(TelehealthDb).Assembly);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTime>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
    }

    private bool MoveRecordedToOutbox()
    {
        var now = clock.GetUtcNow();
        var rows = ChangeTracker.Entries<Aggregate>()
            .SelectMany(entry => entry.Entity.TakeRecorded())
            .Where(events.IsHandled)
            .Select(fact => OutboxEvents.ToRow(fact, now))
            .ToArray();
        AddRange(rows);
        return rows.Length > 0;
    }
}

internal sealed class SqliteTelehealthDb(
    DbContextOptions<SqliteTelehealthDb> options, OutboxEvents events, OutboxSignal signal, TimeProvider clock)
    : TelehealthDb(options, events, signal, clock);

internal sealed class PostgresTelehealthDb(
    DbContextOptions<PostgresTelehealthDb> options, OutboxEvents events, OutboxSignal signal, TimeProvider clock)
    : TelehealthDb(options, events, signal, clock);
