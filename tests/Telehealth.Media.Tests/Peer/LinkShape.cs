namespace Telehealth.Media.Peer;

/// <summary>What a link does to the datagrams of one direction; the default is a perfect one.</summary>
internal sealed record LinkShape
{
    /// <summary>Each datagram is lost by itself with this probability.</summary>
    public double LossPercent { get; init; }

    /// <summary>
    /// Mean time between bursts of loss; 0 for none. Good and bad times alternate with exponential lengths (Gilbert and Elliott's
    /// model over time, so that a burst is as long for sound as for picture).
    /// </summary>
    public int BurstEveryMs { get; init; }

    public int BurstMs { get; init; } = 200;

    /// <summary>What a burst loses.</summary>
    public double BurstLossPercent { get; init; } = 100;

    public int DelayMs { get; init; }

    /// <summary>Standard deviation of what comes on top of the delay, never below it; the order is kept.</summary>
    public int JitterMs { get; init; }

    /// <summary>Datagrams that are held back so long that others overtake them.</summary>
    public double ReorderPercent { get; init; }

    public double DuplicatePercent { get; init; }

    /// <summary>The bottleneck's rate, IP and UDP headers included; 0 for none.</summary>
    public int Kbps { get; init; }

    /// <summary>What the bottleneck's queue holds before it drops what comes last.</summary>
    public int QueueMs { get; init; } = 300;
}
