namespace Telehealth.Benchmarks.Load;

/// <summary>One measured window.</summary>
internal sealed record ForwardRound
{
    public required double Packets { get; init; }

    public required double PacketsPerSecond { get; init; }

    public required double CpuMicros { get; init; }

    /// <summary>Of one core.</summary>
    public required double CpuPercent { get; init; }

    public required double AllocatedBytes { get; init; }

    public required double P50Ms { get; init; }

    public required double P99Ms { get; init; }

    public required double MaxMs { get; init; }

    public required long Lost { get; init; }

    public required long Repeated { get; init; }

    public required long Foreign { get; init; }

    public double CpuMicrosPerPacket => CpuMicros / Packets;

    public override string ToString() => FormattableString.Invariant(
        $"{CpuMicrosPerPacket:0.000} us/packet at {PacketsPerSecond:0} packets/s ({CpuPercent:0.0} % of a core), p50 {P50Ms} ms, p99 {P99Ms} ms, lost {Lost}, repeated {Repeated}");
}
