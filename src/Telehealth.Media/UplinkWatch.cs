using Telehealth.Media.Bandwidth;
using Telehealth.Media.Forwarding;

namespace Telehealth.Media;

/// <summary>How a publisher's packets arrive: how many, how late, how many not at all. Only the room's loop touches this.</summary>
internal sealed class UplinkWatch
{
    private const long Spacing = 250_000;

    // What even the quickest packet of a second waited is a queue; single late ones are not.
    private const int RecentSpans = 4;

    // Sound in a pause of speech comes every 400 ms: after this long the microphone is off, and what was seen of its packets is over.
    private const long Silence = 1_000_000;

    // No queue leaps so far from one packet to the next that comes within a second: this is another clock.
    private const long Believable = 3_000_000;

    private readonly ShortestDelay _shortest = new();
    private readonly long[] _recent = new long[RecentSpans];
    private readonly RateMeter _rate = new();
    private readonly NarrowUplink _narrow = new();
    private long _quickest = long.MaxValue;
    private uint _lastTimestamp;
    private long _lastTransit;
    private long _datedMicros;
    private long _clock;
    private int _span;
    private long _next;

    /// <summary>What even the quickest sound waits on the way beyond the shortest time it ever took, in ms.</summary>
    public double QueueMs { get; private set; }

    /// <summary>Lost on the way, of the last report's packets, 0 to 1.</summary>
    public double Loss { get; set; }

    public bool IsNarrow => _narrow.IsNarrow;

    public int MaxLayers => _narrow.MaxLayers;

    public long BitsPerSecond(long nowMicros) => _rate.BitsPerSecond(nowMicros);

    public void Count(int bytes, long nowMicros) => _rate.Add(bytes + Egress.WireOverhead, nowMicros);

    /// <summary>Sound has a steady clock: its timestamps tell when a packet was made.</summary>
    public void Date(uint timestamp, long arrivalMicros)
    {
        var step = (int)(timestamp - _lastTimestamp);
        _lastTimestamp = timestamp;
        _clock += step * 1_000_000L / UpTrack.AudioClockRate;
        var transit = arrivalMicros - _clock;
        var pause = arrivalMicros - _datedMicros;
        var leap = transit - _lastTransit;
        // The first packet, a microphone in place of another, or one whose clock stood still while it was off.
        if (_shortest.Micros == long.MaxValue || Math.Abs(leap) > Believable || (pause > Silence && leap > pause / 2))
        {
            (_clock, transit) = (arrivalMicros, 0);
            _shortest.Reset();
            Forget();
        }

        (_lastTransit, _datedMicros) = (transit, arrivalMicros);
        _shortest.Add(transit, arrivalMicros);
        _quickest = Math.Min(_quickest, transit);
    }

    /// <returns>True when the publisher must be told something else than before.</returns>
    public bool Tick(bool hasVideo, long nowMicros)
    {
        if (nowMicros < _next)
        {
            return false;
        }

        _next = nowMicros + Spacing;
        if (nowMicros - _datedMicros > Silence)
        {
            Forget();
        }
        else if (_quickest != long.MaxValue)
        {
            _recent[_span++ % RecentSpans] = _quickest - _shortest.Micros;
            _quickest = long.MaxValue;
            var least = long.MaxValue;
            foreach (var one in _recent)
            {
                least = Math.Min(least, one);
            }

            QueueMs = Math.Max(0, least) / 1000.0;
        }

        var (narrow, layers) = (IsNarrow, MaxLayers);
        _narrow.Update(_rate.BitsPerSecond(nowMicros), QueueMs, Loss, hasVideo, nowMicros);
        return narrow != IsNarrow || layers != MaxLayers;
    }

    private void Forget()
    {
        Array.Clear(_recent);
        (_quickest, QueueMs) = (long.MaxValue, 0);
    }
}
