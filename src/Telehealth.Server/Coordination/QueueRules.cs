namespace Telehealth.Coordination;

/// <summary>What both queue stores agree on beside the order.</summary>
public static class QueueRules
{
    /// <summary>Far above what a claim's database transaction takes, short for a patient whose claimant crashed.</summary>
    public static readonly TimeSpan ClaimLifetime = TimeSpan.FromSeconds(30);

    internal const int FencesInMillisecond = 1000;

    /// <summary>Never below the clock in microseconds, so fences rise even when the store lost its counter.</summary>
    public static long FenceFloor(DateTimeOffset now) => now.ToUnixTimeMilliseconds() * FencesInMillisecond;
}
