using Telehealth.Media.Bandwidth;
using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

/// <summary>Encrypts and sends a packet of two parts: what is this receiver's own, RTP header first, and what it shares with others.</summary>
internal delegate bool PacketSink(ReadOnlySpan<byte> head, ReadOnlySpan<byte> rest);

/// <summary>The way out to one subscribe connection, shared by all its tracks. Only the room's loop touches this.</summary>
internal sealed class Egress(PacketSink sink)
{
    /// <summary>What IPv4, UDP and the SRTP tag add to a packet; at 64 kbit/s a third of what is sent.</summary>
    public const int WireOverhead = 44;

    // The header with the receiver's extensions, the descriptor, and an original sequence number: less than 100 bytes.
    private readonly byte[] _buffer = new byte[128];
    private ushort _transportSequence;

    /// <summary>Connected and answered.</summary>
    public bool IsOpen { get; set; }

    public ExtensionIds Ids { get; set; }

    /// <summary>From the receiver's reports; before the first one a guess for a rural link.</summary>
    public long RoundTripMicros { get; set; } = 100_000;

    /// <summary>What is sent, on the wire.</summary>
    public RateMeter Rate { get; } = new();

    public SendLog Log { get; } = new();

    public DownlinkEstimate Estimate { get; } = new();

    public Span<byte> Buffer => _buffer;

    public void AddExtensions(ref RtpHeaderWriter writer, ReadOnlySpan<byte> mid, long nowMicros)
    {
        writer.AddMid(Ids.Mid, mid);
        writer.AddAbsSendTime(Ids.AbsSendTime, nowMicros);
        writer.AddTransportSequence(Ids.TransportCc, _transportSequence);
    }

    /// <summary>Sends the first bytes of <see cref="Buffer"/> and behind them what the receiver shares with others.</summary>
    public bool Send(int headLength, ReadOnlySpan<byte> rest, long nowMicros) => Send(headLength, rest, nowMicros, cluster: 0);

    /// <summary>A packet of padding that belongs to the open probe.</summary>
    public bool SendProbe(int headLength, ReadOnlySpan<byte> padding, long nowMicros)
    {
        Estimate.Probe.CountSent(headLength + padding.Length + WireOverhead);
        return Send(headLength, padding, nowMicros, Estimate.Probe.Number);
    }

    private bool Send(int headLength, ReadOnlySpan<byte> rest, long nowMicros, byte cluster)
    {
        var wire = headLength + rest.Length + WireOverhead;
        if (Ids.TransportCc != 0)
        {
            Log.Add(_transportSequence++, wire, nowMicros, cluster);
        }

        Rate.Add(wire, nowMicros);
        return sink(_buffer.AsSpan(0, headLength), rest);
    }
}
