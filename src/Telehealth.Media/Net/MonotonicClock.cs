namespace Telehealth.Media.Net;

/// <summary>Microseconds that never go back; zero is when the clock was made.</summary>
internal sealed class MonotonicClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private readonly double _microsPerTick = 1_000_000.0 / time.TimestampFrequency;

    public long NowMicros => (long)((time.GetTimestamp() - _start) * _microsPerTick);
}
