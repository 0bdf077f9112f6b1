namespace Telehealth.Media.Net;

/// <summary>
/// Puts the kernel's receive stamps, which are wall-clock time, on the loop's monotonic clock: a packet that waited while we were
/// busy or not scheduled must not look late to the sender's bandwidth estimator. Only the loop's thread touches this.
/// </summary>
internal sealed class KernelClock(MonotonicClock clock, TimeProvider time)
{
    // NTP slews by at most 500 us a second.
    private const long EstimateSpacing = 1_000_000;

    // No packet waits this long; a clock that was set may say so.
    private const long OldestMicros = 1_000_000;

    // Being interrupted between the two clocks spoils an attempt; five in a row are not.
    private const int Attempts = 5;

    private long _wallOffset;
    private long _nextEstimate = long.MinValue;

    /// <summary>Before the packets of a turn.</summary>
    public void Update(long now)
    {
        if (now >= _nextEstimate)
        {
            _nextEstimate = now + EstimateSpacing;
            Estimate();
        }
    }

    /// <summary>
    /// When a packet arrived: <paramref name="now"/> when the kernel gave no stamp, or one that the wall clock's steps have made
    /// worthless.
    /// </summary>
    public long ArrivalMicros(long stampMicros, long now)
    {
        var arrival = stampMicros - _wallOffset;
        return stampMicros == 0 || arrival > now || arrival < now - OldestMicros ? now : arrival;
    }

    private void Estimate()
    {
        var narrowest = long.MaxValue;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var before = clock.NowMicros;
            var wall = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
            var between = clock.NowMicros - before;
            if (between < narrowest)
            {
                narrowest = between;
                _wallOffset = wall - before - (between / 2);
            }
        }
    }
}
