using Microsoft.EntityFrameworkCore;

namespace Telehealth.Storage;

/// <summary>What waits for its handlers.</summary>
/// <param name="Failing">Of those, how many were tried in vain at least once.</param>
public sealed record OutboxBacklog(int Waiting, int Failing, DateTimeOffset? OldestAt)
{
    internal static async Task<OutboxBacklog> ReadAsync(TelehealthDb db, CancellationToken cancellation)
    {
        var read = await db.Set<OutboxRow>()
            .GroupBy(row => 1)
            .Select(rows => new OutboxBacklog(
                rows.Count(), rows.Count(row => row.Attempts > 0), rows.Min(row => (DateTimeOffset?)row.RecordedAt)))
            .SingleOrDefaultAsync(cancellation);
        return read ?? new OutboxBacklog(0, 0, null);
    }
}
