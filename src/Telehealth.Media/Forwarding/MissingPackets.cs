using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

/// <summary>Which packets of one layer are missing and when to ask the publisher for them again (RFC 4585 6.2.1). Only the room's loop touches this.</summary>
internal sealed class MissingPackets
{
    public const int Capacity = 256;

    // Reordering on real paths settles within this.
    private const long FirstAskMicros = 20_000;

    private const long AskAgainMicros = 60_000;
    private const int MaxAsks = 10;

    private readonly Entry[] _entries = new Entry[Capacity];
    private int _count;
    private ushort _highest;
    private bool _started;

    /// <summary>Notes a packet; false when so many are missing that only a key frame helps.</summary>
    public bool Receive(ushort sequence, long nowMicros)
    {
        var distance = _started ? SequenceNumbers.Distance(sequence, _highest) : 1;
        if (!_started)
        {
            _highest = (ushort)(sequence - 1);
            _started = true;
        }

        if (distance <= 0)
        {
            Remove(sequence);
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
            _entries[_count++] = new Entry { Sequence = missing, Since = nowMicros };
        }

        return true;
    }

    /// <summary>Fills in what is due to be asked for, in ascending order, and forgets what was asked for too often.</summary>
    public int Collect(long nowMicros, Span<ushort> due)
    {
        var count = 0;
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            var entry = _entries[i];
            var wait = entry.Asks == 0 ? FirstAskMicros : AskAgainMicros;
            if (nowMicros - entry.Since >= wait && count < due.Length)
            {
                if (entry.Asks == MaxAsks)
                {
                    continue;
                }

                entry.Asks++;
                entry.Since = nowMicros;
                due[count++] = entry.Sequence;
            }

            _entries[kept++] = entry;
        }

        _count = kept;
        return count;
    }

    public void Reset()
    {
        _count = 0;
        _started = false;
    }

    private void Remove(ushort sequence)
    {
        for (var i = 0; i < _count; i++)
        {
            if (_entries[i].Sequence == sequence)
            {
                Array.Copy(_entries, i + 1, _entries, i, _count - i - 1);
                _count--;
                return;
            }
        }
    }

    private struct Entry
    {
        public ushort Sequence;
        public byte Asks;
        public long Since;
    }
}
