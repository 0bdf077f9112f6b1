namespace Telehealth.Media.Bandwidth;

/// <summary>What lies between two groups of packets.</summary>
/// <param name="AtMicros">The arrival of the later group, counted from the first.</param>
/// <param name="QuickestMicros">The least difference of arrival and sending in the later group.</param>
internal readonly record struct GroupDifference(long SentMicros, long ArrivalMicros, long AtMicros, long QuickestMicros);

/// <summary>Packets sent together or held up together count as one (draft-ietf-rmcat-gcc-02 section 5.2).</summary>
internal sealed class PacketGroups
{
    private const long TogetherMicros = 5_000;
    private const long LongestBurst = 100_000;

    // Beyond this a clock was set or the receiver makes its times up.
    private const long Believable = 3_000_000;

    private Group _current;
    private Group _last;
    private long _first;

    /// <summary>The last packet made no sense beside the earlier ones, and counting began anew.</summary>
    public bool WasReset { get; private set; }

    /// <summary>True when the packet began a new group and two complete ones can be compared.</summary>
    public bool Add(in PacketReport packet, out GroupDifference difference)
    {
        difference = default;
        WasReset = false;
        if (!_current.IsOpen)
        {
            _current = new Group(packet);
            _first = packet.ArrivalMicros;
            return false;
        }

        var sent = packet.SentMicros - _current.LastSent;
        var arrival = packet.ArrivalMicros - _current.LastArrival;
        if (Math.Abs(arrival - sent) > Believable)
        {
            (_current, _last, WasReset) = (default, default, true);
            return false;
        }

        if (packet.SentMicros < _current.FirstSent)
        {
            return false;
        }

        if (Belongs(packet, sent, arrival))
        {
            _current.Take(packet);
            return false;
        }

        var complete = _last.IsOpen;
        if (complete)
        {
            difference = new GroupDifference(
                _current.LastSent - _last.LastSent,
                _current.LastArrival - _last.LastArrival,
                _current.LastArrival - _first,
                _current.Quickest);
        }

        _last = _current;
        _current = new Group(packet);
        return complete;
    }

    /// <summary>The next packet is compared with none before it.</summary>
    public void Restart() => (_current, _last) = (default, default);

    private bool Belongs(in PacketReport packet, long sent, long arrival) =>
        packet.SentMicros - _current.FirstSent <= TogetherMicros
        || (arrival <= TogetherMicros && arrival - sent < 0 && packet.ArrivalMicros - _current.FirstArrival < LongestBurst);

    private struct Group(in PacketReport first)
    {
        public readonly long FirstSent = first.SentMicros;
        public readonly long FirstArrival = first.ArrivalMicros;
        public readonly bool IsOpen = true;

        public long LastSent { get; private set; } = first.SentMicros;

        public long LastArrival { get; private set; } = first.ArrivalMicros;

        public long Quickest { get; private set; } = first.ArrivalMicros - first.SentMicros;

        public void Take(in PacketReport packet)
        {
            LastSent = Math.Max(LastSent, packet.SentMicros);
            LastArrival = Math.Max(LastArrival, packet.ArrivalMicros);
            Quickest = Math.Min(Quickest, packet.ArrivalMicros - packet.SentMicros);
        }
    }
}
