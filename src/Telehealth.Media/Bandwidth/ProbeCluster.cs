namespace Telehealth.Media.Bandwidth;

/// <summary>A short train of packets at a rate that is to be proven, and how it arrived. One at a time. Only the room's loop touches this.</summary>
internal sealed class ProbeCluster
{
    private const long LengthMicros = 20_000;
    private const int FewestPackets = 5;
    private const long Patience = 1_000_000;

    // Below a millisecond the receiver's clock says nothing about the rate.
    private const long Measurable = 1_000;

    private long _rate;
    private long _began;
    private int _wanted;
    private int _packets;
    private int _bytes;
    private int _arrivedPackets;
    private int _arrivedBytes;
    private int _firstBytes;
    private long _firstArrival;
    private double _fastest;
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
        (_packets, _bytes, _arrivedPackets, _arrivedBytes) = (0, 0, 0, 0);
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
        if (!_judging || packet.Cluster != Number)
        {
            return;
        }

        if (_arrivedPackets == 0)
        {
            (_firstArrival, _firstBytes, _fastest) = (packet.ArrivalMicros, packet.Bytes, 0);
        }

        _firstArrival = Math.Min(_firstArrival, packet.ArrivalMicros);
        _arrivedPackets++;
        _arrivedBytes += packet.Bytes;
        if (_arrivedPackets * 2 > _packets)
        {
            // A busy receiver dates some packets late, a narrow link delays all: the quickest of the second half counts.
            var took = Math.Max(Measurable, packet.ArrivalMicros - _firstArrival);
            _fastest = Math.Max(_fastest, (_arrivedBytes - _firstBytes) * 8_000_000.0 / took);
        }
    }

    /// <summary>What it has proven, once; nothing when it has proven nothing.</summary>
    public double? TakeResult(long nowMicros, long roundTripMicros)
    {
        if (!_judging || IsSending)
        {
            return null;
        }

        if (_arrivedPackets < _packets && nowMicros - _began < Patience + roundTripMicros && _arrivedPackets * 10 < _packets * 9)
        {
            return null;
        }

        _judging = false;
        JudgedMicros = nowMicros;
        Succeeded = false;
        if (_arrivedPackets * 10 < _packets * 8)
        {
            return null;
        }

        Succeeded = _fastest >= _rate * 0.85;
        // A train that arrived more slowly filled the link: a little less than that leaves its queue empty.
        return Succeeded ? _rate : _fastest * 0.9;
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
