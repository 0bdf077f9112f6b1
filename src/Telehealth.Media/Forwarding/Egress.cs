using Telehealth.Media.Bandwidth;
using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

/// <summary>Encrypts and sends a packet of two parts: what is this receiver's own, RTP header first, and what it shares with others.</summary>
/// <returns>False when it is known not to leave.</returns>
internal delegate bool PacketSink(ReadOnlySpan<byte> head, ReadOnlySpan<byte> rest, Urgency urgency);

/// <summary>What may wait when the link is busy.</summary>
internal enum Urgency
{
    /// <summary>Sound: never held.</summary>
    Sound,

    /// <summary>What a receiver asked for again: held only behind a great deal.</summary>
    Repeat,

    /// <summary>Pictures: spread over time.</summary>
    Picture,
}

/// <summary>The way out to one subscribe connection, shared by all its tracks: what a link cannot take at once goes out over time. Only the room's loop touches this.</summary>
internal sealed class Egress(PacketSink sink, PacketBlocks? memory = null)
{
    /// <summary>What IPv4, UDP and the SRTP tag add to a packet; at 64 kbit/s a third of what is sent.</summary>
    public const int WireOverhead = 44;

    // Faster than the estimate, because pictures come in bursts and must not lag behind their sound.
    private const double Haste = 2.5;

    // Until the first probes are judged: the first picture must not wait for them.
    private const long Starting = 1_000_000;

    // What may go out at once: a usual picture on a link that fits it is not held, a key frame is. And what a tick of ten milliseconds may make up for.
    private const long BurstMicros = 15_000;
    private const long TickMicros = 10_000;
    private const long RepeatBurstMicros = 20_000;

    // Redundancy costs as much as the voice: a link that carries one small picture and loses little is better off without.
    private const long RoomForRedundancy = 300_000;
    private const double LossWorthRedundancy = 0.05;

    // On a link that carries little, loss behind a queue may be what the redundancy itself has no room for.
    private const double QueueOfTooMuch = 100;

    // A picture later than this is of no use to a conversation.
    private const long LongestWait = 1_000_000;

    // What comes while a run of old pictures goes out must find room behind it.
    private const long LongestRun = LongestWait / 2;
    private const int MostInRun = PacedQueue.Most / 2;

    // The header with the receiver's extensions, the descriptor, and an original sequence number: less than 100 bytes, and at most
    // 160 more where pictures say what they refer to.
    private readonly byte[] _buffer = new byte[320];
    private readonly PacedQueue _queue = new(memory ?? new PacketBlocks());
    private ushort _transportSequence;
    private int _stampAt;
    private double _microsPerByte;
    private long _busyUntil;

    /// <summary>Connected and answered.</summary>
    public bool IsOpen
    {
        get;
        set
        {
            field = value;
            _queue.Clear();
        }
    }

    public ExtensionIds Ids { get; set; }

    /// <summary>What the link carries is being found out.</summary>
    public bool StartsUp { get; set; }

    /// <summary>From the receiver's reports; before the first one a guess for a rural link.</summary>
    public long RoundTripMicros { get; set; } = 100_000;

    /// <summary>What is sent, on the wire.</summary>
    public RateMeter Rate { get; } = new();

    /// <summary>What of it is sound.</summary>
    public RateMeter SoundRate { get; } = new();

    public SendLog Log { get; } = new();

    public DownlinkEstimate Estimate { get; } = new();

    /// <summary>Whether sound is to be sent with what earlier packets carried.</summary>
    public bool TakesRedundancy => HasRoom || LossToMend > LossWorthRedundancy;

    /// <summary>What redundancy can mend, 0 to 1.</summary>
    public double LossToMend => HasRoom || Estimate.QueueMs < QueueOfTooMuch ? Estimate.Loss : 0;

    /// <summary>Packets that wait for the link.</summary>
    public int Waiting => _queue.Count;

    public Span<byte> Buffer => _buffer;

    public void AddExtensions(ref RtpHeaderWriter writer, ReadOnlySpan<byte> mid, long nowMicros)
    {
        writer.AddMid(Ids.Mid, mid);
        _stampAt = writer.Length;
        writer.AddAbsSendTime(Ids.AbsSendTime, nowMicros);
        writer.AddTransportSequence(Ids.TransportCc, _transportSequence);
    }

    /// <summary>Sends the first bytes of <see cref="Buffer"/> and behind them what the receiver shares with others, now or when the link has room.</summary>
    /// <returns>False when it was dropped, because too much waits already, here or in the connection to the peer.</returns>
    public bool Send(int headLength, ReadOnlySpan<byte> rest, Urgency urgency, long nowMicros)
    {
        var head = _buffer.AsSpan(0, headLength);
        if (urgency == Urgency.Sound)
        {
            SoundRate.Add(headLength + rest.Length + WireOverhead, nowMicros);
        }

        if (_microsPerByte == 0 && _queue.Count == 0)
        {
            return SendNow(head, rest, urgency, 0, nowMicros);
        }

        Drain(nowMicros, BurstMicros);
        if (MayGo(urgency, nowMicros))
        {
            // What went before it took the number it was made with.
            Stamp(head, _stampAt, nowMicros);
            return SendNow(head, rest, urgency, 0, nowMicros);
        }

        // Its number is given when it goes: what overtakes it comes first in the receiver's feedback too.
        return _queue.Bytes * _microsPerByte < LongestWait
            && _queue.TryAdd(head, rest, _stampAt, urgency == Urgency.Repeat);
    }

    /// <summary>A packet of padding that belongs to the open probe.</summary>
    public void SendProbe(int headLength, ReadOnlySpan<byte> padding, long nowMicros)
    {
        if (SendNow(_buffer.AsSpan(0, headLength), padding, Urgency.Picture, Estimate.Probe.Number, nowMicros))
        {
            Estimate.Probe.CountSent(headLength + padding.Length + WireOverhead);
        }
    }

    /// <summary>Whether so much at once goes out soon and whole.</summary>
    public bool Takes(int packets, int bytes) =>
        _microsPerByte == 0 || (_queue.Count + packets <= MostInRun && (_queue.Bytes + bytes) * _microsPerByte < LongestRun);

    /// <summary>Every ten milliseconds: sends what the link has room for by now.</summary>
    public void Tick(long nowMicros)
    {
        _microsPerByte = Estimate.IsUnlimited || !IsOpen ? 0 : 8_000_000 / (Haste * Math.Max(Estimate.BitsPerSecond, StartsUp ? Starting : 0));
        Drain(nowMicros, TickMicros);
    }

    private bool HasRoom => Estimate.BitsPerSecond >= RoomForRedundancy;

    private bool MayGo(Urgency urgency, long nowMicros) => urgency switch
    {
        Urgency.Sound => true,
        Urgency.Repeat => _queue.Repeats == 0 && _busyUntil - nowMicros < RepeatBurstMicros,
        _ => _queue.Count == 0 && _busyUntil - nowMicros < BurstMicros,
    };

    private void Drain(long nowMicros, long ahead)
    {
        if (_queue.Count == 0)
        {
            return;
        }

        while (_queue.Count > 0 && (_microsPerByte == 0 || _busyUntil - nowMicros < ahead))
        {
            var packet = _queue.Take(out var stampAt);
            Stamp(packet, stampAt, nowMicros);
            SendNow(packet, default, Urgency.Picture, 0, nowMicros);
        }

        if (_queue.Count == 0)
        {
            _queue.Clear();
        }
    }

    private void Stamp(Span<byte> packet, int stampAt, long nowMicros) =>
        RtpHeaderWriter.Stamp(packet, stampAt, Ids.AbsSendTime, Ids.TransportCc, nowMicros, _transportSequence);

    private bool SendNow(ReadOnlySpan<byte> head, ReadOnlySpan<byte> rest, Urgency urgency, byte cluster, long nowMicros)
    {
        // Its time passes whether the connection takes it or not: what waits is not thrown after it in the same turn.
        var wire = head.Length + rest.Length + WireOverhead;
        _busyUntil = Math.Max(_busyUntil, nowMicros) + (long)(wire * _microsPerByte);

        // What never left is neither lost on the link nor part of its rate, and its number is the next one's.
        if (!sink(head, rest, urgency))
        {
            return false;
        }

        if (Ids.TransportCc != 0)
        {
            Log.Add(_transportSequence++, wire, nowMicros, cluster);
        }

        Estimate.CountSent(nowMicros);
        Rate.Add(wire, nowMicros);
        return true;
    }
}
