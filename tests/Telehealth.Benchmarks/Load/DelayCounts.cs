namespace Telehealth.Benchmarks.Load;

/// <summary>Delays of one window, to ten microseconds. One thread writes.</summary>
internal sealed class DelayCounts
{
    private const int MicrosPerSlot = 10;

    private readonly long[] _slots = new long[100_000];

    public long Count { get; private set; }

    public double MaxMs { get; private set; }

    public void Add(long micros)
    {
        _slots[Math.Clamp(micros / MicrosPerSlot, 0, _slots.Length - 1)]++;
        Count++;
        MaxMs = Math.Max(MaxMs, micros / 1000.0);
    }

    public void Clear()
    {
        Array.Clear(_slots);
        (Count, MaxMs) = (0, 0);
    }

    public double PercentileMs(double percent)
    {
        var wanted = (long)Math.Ceiling(Count * percent / 100);
        long seen = 0;
        for (var slot = 0; slot < _slots.Length && Count > 0; slot++)
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
