namespace Telehealth.Coordination;

/// <summary>What both queue stores agree on.</summary>
public static class QueueRules
{
    /// <summary>Far above what a claim's database transaction takes, short for a patient whose claimant crashed.</summary>
    public static readonly TimeSpan ClaimLifetime = TimeSpan.FromSeconds(30);

    /// <summary>Urgency first, then waiting time. 4e13 stays well inside a double's 2^53, in which Redis keeps scores.</summary>
    public static long Score(QueueEntry entry) =>
        (Math.Clamp(entry.Urgency, 1, 4) * 10_000_000_000_000L) + entry.QueuedAt.ToUnixTimeMilliseconds();

    /// <summary>Never below the clock in microseconds, so fences rise even when the store lost its counter.</summary>
    public static long FenceFloor(DateTimeOffset now) => now.ToUnixTimeMilliseconds() * 1000;
}
