using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

/// <summary>
/// Which packets of one layer are missing and when to ask the publisher for them again (RFC 4585 6.2.1). However many receivers miss a
/// packet, the publisher is asked by this alone. Only the room's loop touches this.
/// </summary>
/// <param name="maxAgeMicros">After this the packet would come too late to be played.</param>
/// <param name="maxAsks">So often a packet is asked for.</param>
internal sealed class MissingPackets(long maxAgeMicros, int maxAsks)
{
    public const int Capacity = 256;

    // Reordering on real paths settles within this.
    private const long FirstAskMicros = 20_000;

    private const long ShortestWaitMicros = 30_000;

    private readonly Entry[] _entries = new Entry[Capacity];
    private int _count;
    private ushort _highest;
    private bool _started;
    private long _roundTrip;
    private bool _gaveUp;

    /// <summary>Packets of a picture that is frozen for a second are not worth more: then a key frame is.</summary>
    public static MissingPackets OfVideo() => new(1_000_000, 10);

    /// <summary>A jitter buffer rarely waits longer than this for speech.</summary>
    public static MissingPackets OfAudio() => new(400_000, 4);

    /// <summary>Notes a packet; false when so many are missing that only a key frame helps.</summary>
    /// <param name="repeated">It is an answer to what was asked, so it tells how long answers take.</param>
    public bool Receive(ushort sequence, long nowMicros, bool repeated = false)
    {
        var distance = _started ? SequenceNumbers.Distance(sequence, _highest) : 1;
        if (!_started)
        {
            _highest = (ushort)(sequence - 1);
            _started = true;
        }

        if (distance <= 0)
        {
            Remove(sequence, nowMicros, repeated);
            return true;
        }

        var first = (ushort)(_highest + 1);
        _highest = sequence;
        if (distance - 1 > Capacity - _count)
        {
            _count = 0;
            return false;
        }

        for (var missing = first; missing != sequence; missing++)
        {
            _entries[_count++] = new Entry { Sequence = missing, NoticedAt = nowMicros };
        }

        return true;
    }

    public bool Contains(ushort sequence) => IndexOf(sequence) >= 0;

    /// <summary>Fills in what is due to be asked for, in ascending order, and forgets what was asked for too often or is too old.</summary>
    /// <param name="roundTripMicros">A guess that stands until answers have told better.</param>
    public int Collect(long nowMicros, long roundTripMicros, Span<ushort> due)
    {
        var roundTrip = _roundTrip > 0 ? _roundTrip : roundTripMicros;
        var wait = Math.Max(ShortestWaitMicros, roundTrip * 5 / 4);
        // A far publisher has at least two answers' time.
        var maxAge = Math.Max(maxAgeMicros, Math.Min(2 * wait, 2 * maxAgeMicros));
        var count = 0;
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            var entry = _entries[i];
            var isDue = entry.Asks == 0 ? nowMicros - entry.NoticedAt >= FirstAskMicros : nowMicros - entry.AskedAt >= wait;
            if (nowMicros - entry.NoticedAt > maxAge || (isDue && entry.Asks == maxAsks))
            {
                _gaveUp = true;
                continue;
            }

            if (isDue && count < due.Length)
            {
                entry.FirstAskedAt = entry.Asks == 0 ? nowMicros : entry.FirstAskedAt;
                entry.AskedAt = nowMicros;
                entry.Asks++;
                due[count++] = entry.Sequence;
            }

            _entries[kept++] = entry;
        }

        _count = kept;
        return count;
    }

    /// <summary>True once after packets were given up.</summary>
    public bool TakeGivenUp()
    {
        var gaveUp = _gaveUp;
        _gaveUp = false;
        return gaveUp;
    }

    public void Reset()
    {
        _count = 0;
        _started = false;
        _gaveUp = false;
    }

    private void Remove(ushort sequence, long nowMicros, bool repeated)
    {
        var at = IndexOf(sequence);
        if (at < 0)
        {
            return;
        }

        if (repeated)
        {
            Learn(_entries[at], nowMicros);
        }

        Array.Copy(_entries, at + 1, _entries, at, _count - at - 1);
        _count--;
    }

    private int IndexOf(ushort sequence)
    {
        for (var i = 0; i < _count; i++)
        {
            if (_entries[i].Sequence == sequence)
            {
                return i;
            }
        }

        return -1;
    }

    private void Learn(in Entry entry, long nowMicros)
    {
        var sample = nowMicros - entry.AskedAt;
        if (entry.Asks > 1)
        {
            // Which request this answers is unknown (Karn), unless the last one was made just now.
            sample = _roundTrip == 0 || sample < _roundTrip / 2 ? nowMicros - entry.FirstAskedAt : 0;
        }

        if (entry.Asks > 0 && sample > 0)
        {
            _roundTrip = _roundTrip == 0 ? sample : ((_roundTrip * 3) + sample) / 4;
        }
    }

    private struct Entry
    {
        public ushort Sequence;
        public byte Asks;
        public long NoticedAt;
        public long FirstAskedAt;
        public long AskedAt;
    }
}
