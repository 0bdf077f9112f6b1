using Telehealth.Media.Rtcp;

namespace Telehealth.Media.Bandwidth;

/// <summary>When each packet went to a receiver, by transport-wide number, and what its feedback says of them. Only the room's loop touches this.</summary>
internal sealed class SendLog
{
    // Feedback older than a few seconds says nothing; a power of two that divides the number space.
    private const int Slots = 4096;

    // An honest receiver tells of each packet once, and again of those about one that came late.
    private const int StatusesPerPacket = 8;

    // A feedback's base time counts 64 ms steps in 24 bits and wraps after twelve days.
    private const long ArrivalWrap = (1L << 24) * 64_000;

    private readonly Sent[] _sent = new Sent[Slots];
    private long _lastArrival;
    private bool _hasArrival;
    private int _reported;
    private int _lost;
    private int _statusesDue = Slots;

    private enum Fate : byte
    {
        Unknown,
        UnderWay,
        Lost,
    }

    public void Add(ushort sequence, int bytes, long micros, byte cluster = 0)
    {
        _sent[sequence % Slots] = new Sent(micros, sequence, (ushort)bytes, cluster, Fate.UnderWay);
        _statusesDue = Math.Min(_statusesDue + StatusesPerPacket, Slots);
    }

    /// <summary>
    /// Tells the estimate of every packet that arrived; numbers that were never sent or were told of before are passed over,
    /// and a receiver that tells of far more than it was sent is not listened to.
    /// </summary>
    /// <returns>False when the message is malformed or speaks of nothing that was sent.</returns>
    public bool Receive(ReadOnlySpan<byte> feedback, DownlinkEstimate estimate, long nowMicros)
    {
        if (!TransportFeedbackReader.TryOpen(feedback, out var reader))
        {
            return false;
        }

        var heard = false;
        var shift = Shift(reader.ArrivalMicros);
        // A few bytes can speak of thousands of packets, and a datagram holds dozens of such messages.
        for (; _statusesDue > 0 && reader.MoveNext(); _statusesDue--)
        {
            ref var sent = ref _sent[reader.Sequence % Slots];
            if (sent.Fate == Fate.Unknown || sent.Sequence != reader.Sequence)
            {
                continue;
            }

            heard = true;
            if (!reader.Received)
            {
                CountLost(ref sent, estimate);
                continue;
            }

            _reported += sent.Fate == Fate.UnderWay ? 1 : 0;
            // Told lost before, but it only came late.
            _lost -= sent.Fate == Fate.Lost && _lost > 0 ? 1 : 0;
            sent.Fate = Fate.Unknown;
            _lastArrival = reader.ArrivalMicros + shift;
            estimate.OnPacket(new PacketReport(sent.Micros, _lastArrival, sent.Bytes, sent.Cluster));
        }

        if (heard)
        {
            estimate.OnFeedback(nowMicros);
        }

        return heard;
    }

    /// <summary>The share lost since the last call; nothing when too little was reported to say.</summary>
    public double? TakeLoss()
    {
        if (_reported < 20)
        {
            return null;
        }

        var loss = _lost / (double)_reported;
        (_reported, _lost) = (0, 0);
        return loss;
    }

    private void CountLost(ref Sent sent, DownlinkEstimate estimate)
    {
        if (sent.Fate == Fate.UnderWay)
        {
            sent.Fate = Fate.Lost;
            _reported++;
            _lost++;
            estimate.OnLost(sent.Cluster);
        }
    }

    private long Shift(long reference)
    {
        if (!_hasArrival)
        {
            _hasArrival = true;
            _lastArrival = reference;
        }

        return (long)Math.Round((_lastArrival - reference) / (double)ArrivalWrap) * ArrivalWrap;
    }

    private record struct Sent(long Micros, ushort Sequence, ushort Bytes, byte Cluster, Fate Fate);
}
