namespace Telehealth.Benchmarks;

/// <summary>One measured window.</summary>
internal sealed record ForwardRound(
    double CpuMicrosPerPacket, double PacketsPerSecond, double BytesPerPacket, double LatencyP50Ms, double LatencyP99Ms, long Lost)
{
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}

/// <summary>Delays of one window, to ten microseconds. One thread writes.</summary>
internal sealed class DelayCounts
{
    private const int MicrosPerSlot = 10;

    private readonly long[] _slots = new long[100_000];
    private long _count;

    public void Add(long micros)
    {
        _slots[Math.Clamp(micros / MicrosPerSlot, 0, _slots.Length - 1)]++;
        _count++;
    }

    public void Clear()
    {
        Array.Clear(_slots);
        _count = 0;
    }

    public double PercentileMs(double percent)
    {
        var wanted = (long)Math.Ceiling(_count * percent / 100);
        long seen = 0;
        for (var slot = 0; slot < _slots.Length; slot++)
        {
            seen += _slots[slot];
            if (seen >= wanted)
            {
                return slot * MicrosPerSlot / 1000.0;
            }
        }

        return double.NaN;
    }
}
