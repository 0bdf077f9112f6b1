namespace Telehealth.Media.Bandwidth;

/// <summary>A short train of packets at a rate that is to be proven, and how it arrived. One at a time. Only the room's loop touches this.</summary>
internal sealed class ProbeCluster
{
    private const long LengthMicros = 20_000;
    private const int FewestPackets = 5;
    private const long Patience = 1_000_000;

    // Below a millisecond the receiver's clock says nothing about the rate.
    private const long Measurable = 1_000;

    private const double NearlyAsFast = 0.85;

    // Slower than this it tried nothing new.
    private const double LeastOfTrain = 0.6;

    private long _rate;
    private long _began;
    private int _wanted;
    private int _packets;
    private int _bytes;
    private int _arrivedPackets;
    private int _arrivedBytes;
    private int _lostPackets;
    private int _otherBytes;
    private int _firstBytes;
    private long _firstArrival;
    private long _firstSent;
    private double _fastest;
    private double _keptUpWith;
    private bool _judging;

    /// <summary>The number its packets carry in the send log; never 0.</summary>
    public byte Number { get; private set; }

    /// <summary>Packets are still to be sent.</summary>
    public bool IsSending => _judging && (_packets < FewestPackets || _bytes < _wanted);

    /// <summary>Begun and not yet judged.</summary>
    public bool IsOpen => _judging;

    /// <summary>Whether the last one arrived nearly as fast as it was sent.</summary>
    public bool Succeeded { get; private set; }

    /// <summary>When the last one was judged.</summary>
    public long JudgedMicros { get; private set; }

    public void Begin(long bitsPerSecond, long nowMicros)
    {
        Number = Number == byte.MaxValue ? (byte)1 : (byte)(Number + 1);
        (_rate, _began, _judging) = (bitsPerSecond, nowMicros, true);
        _wanted = (int)(bitsPerSecond * LengthMicros / 8_000_000);
        (_packets, _bytes, _arrivedPackets, _arrivedBytes, _lostPackets) = (0, 0, 0, 0, 0);
        (_fastest, _keptUpWith, _otherBytes) = (0, 0, 0);
    }

    /// <summary>Whether the next packet's time has come.</summary>
    public bool IsDue(long nowMicros) => IsSending && _bytes * 8_000_000L <= _rate * (nowMicros - _began);

    public void CountSent(int bytes)
    {
        _packets++;
        _bytes += bytes;
    }

    public void OnPacket(in PacketReport packet)
    {
        if (!_judging)
        {
            return;
        }

        if (packet.Cluster != Number)
        {
            // Sound between the train's packets takes its part of the link.
            _otherBytes += _arrivedPackets > 0 ? packet.Bytes : 0;
            return;
        }

        if (_arrivedPackets == 0)
        {
            (_firstArrival, _firstSent, _firstBytes) = (packet.ArrivalMicros, packet.SentMicros, packet.Bytes);
        }

        _firstArrival = Math.Min(_firstArrival, packet.ArrivalMicros);
        _arrivedPackets++;
        _arrivedBytes += packet.Bytes;
        if (_arrivedPackets * 2 > _packets)
        {
            // A busy receiver dates some packets late, a narrow link delays all: the quickest of the second half counts.
            var bits = (_arrivedBytes + _otherBytes - _firstBytes) * 8_000_000.0;
            var arrived = bits / Math.Max(Measurable, packet.ArrivalMicros - _firstArrival);
            // A busy sender was slower than it meant to be: that is not the link's fault.
            var sent = Math.Min(_rate, bits / Math.Max(1, packet.SentMicros - _firstSent));
            _fastest = Math.Max(_fastest, arrived);
            _keptUpWith = arrived >= sent * NearlyAsFast ? Math.Max(_keptUpWith, sent) : _keptUpWith;
        }
    }

    /// <summary>One of its packets will not come.</summary>
    public void OnLost(byte cluster) => _lostPackets += _judging && cluster == Number ? 1 : 0;

    /// <summary>What it has proven, once; nothing when it has proven nothing.</summary>
    /// <param name="loss">What is lost anyway, 0 to 1: as much of the train is no sign of a narrow link.</param>
    public double? TakeResult(long nowMicros, long roundTripMicros, double loss)
    {
        if (!_judging || IsSending)
        {
            return null;
        }

        var settled = _arrivedPackets + _lostPackets >= _packets || _arrivedPackets * 10 >= _packets * 9;
        if (!settled && nowMicros - _began < Patience + roundTripMicros)
        {
            return null;
        }

        _judging = false;
        JudgedMicros = nowMicros;
        Succeeded = false;
        if (_arrivedPackets < _packets * 0.8 * (1 - loss))
        {
            return null;
        }

        // What the line loses anyway was sent too.
        var proven = _keptUpWith / (1 - Math.Min(loss, 1 - (_arrivedPackets / (double)_packets)));
        Succeeded = proven >= _rate * LeastOfTrain;
        // A train that arrived more slowly filled the link: a little less than that leaves its queue empty.
        return Succeeded ? proven >= _rate * NearlyAsFast ? _rate : proven : _fastest * 0.9;
    }

    /// <summary>Nobody answers any more.</summary>
    public void GiveUp(long nowMicros, long roundTripMicros)
    {
        if (_judging && nowMicros - _began > (2 * Patience) + roundTripMicros)
        {
            (_judging, Succeeded, JudgedMicros) = (false, false, nowMicros);
        }
    }
}
