using System.Buffers.Binary;
using Telehealth.Media.Rtp;

namespace Telehealth.Media.Peer;

/// <summary>One RTP stream that a peer sends: numbers, header extensions and a history for retransmissions.</summary>
internal sealed class SentStream
{
    // Browsers name mid and rid until they know that the server has learned them; not for ever.
    private const int NamedPackets = 60;
    private const int HistoryPackets = 1024;

    private readonly byte[][] _history = new byte[HistoryPackets][];
    private readonly ushort[] _historySequence = new ushort[HistoryPackets];
    private ushort _rtxSequence = 1;
    private int _rtxSent;

    public required uint Ssrc { get; init; }

    public required byte PayloadType { get; init; }

    public uint RtxSsrc { get; init; }

    public byte RtxPayloadType { get; init; }

    public required byte[] Mid { get; init; }

    public byte[] Rid { get; init; } = [];

    public required ExtensionIds Extensions { get; init; }

    /// <summary>Below 2^15, as RFC 3711 advises: a lost first packet must not hide a wrap.</summary>
    public ushort Sequence { get; set; } = 1000;

    public uint Timestamp { get; set; } = 90_000;

    public uint PacketsSent { get; private set; }

    public uint BytesSent { get; private set; }

    public int RtxPacketsSent => _rtxSent;

    /// <summary>Writes the next packet's header; the payload follows at the returned offset.</summary>
    public int Begin(Span<byte> buffer, bool marker, ushort transportSequence, long now, byte? audioLevel)
    {
        var writer = new RtpHeaderWriter(buffer, PayloadType, marker, Sequence, Timestamp, Ssrc);
        if (PacketsSent < NamedPackets)
        {
            writer.AddMid(Extensions.Mid, Mid);
            writer.AddMid(Extensions.Rid, Rid);
        }

        writer.AddAbsSendTime(Extensions.AbsSendTime, now);
        writer.AddTransportSequence(Extensions.TransportCc, transportSequence);
        if (audioLevel is { } level)
        {
            writer.AddAudioLevel(Extensions.AudioLevel, level);
        }

        return writer.Finish();
    }

    /// <summary>Remembers the packet and moves on to the next sequence number.</summary>
    public void Sent(ReadOnlySpan<byte> packet)
    {
        var slot = Sequence % HistoryPackets;
        if (RtxSsrc != 0)
        {
            _history[slot] = packet.ToArray();
            _historySequence[slot] = Sequence;
        }

        Sequence++;
        PacketsSent++;
        BytesSent += (uint)packet.Length;
    }

    /// <summary>The packet again on the retransmission stream (RFC 4588); 0 when it is too old.</summary>
    public int BuildRtx(ushort sequence, Span<byte> buffer, ushort transportSequence, long now)
    {
        var slot = sequence % HistoryPackets;
        if (RtxSsrc == 0 || _history[slot] is not { } packet || _historySequence[slot] != sequence || !RtpHeader.TryRead(packet, out var header))
        {
            return 0;
        }

        var writer = new RtpHeaderWriter(buffer, RtxPayloadType, header.Marker, _rtxSequence++, header.Timestamp, RtxSsrc);
        if (_rtxSent++ < NamedPackets)
        {
            writer.AddMid(Extensions.Mid, Mid);
            writer.AddMid(Extensions.RepairedRid, Rid);
        }

        writer.AddAbsSendTime(Extensions.AbsSendTime, now);
        writer.AddTransportSequence(Extensions.TransportCc, transportSequence);
        var offset = writer.Finish();
        BinaryPrimitives.WriteUInt16BigEndian(buffer[offset..], sequence);
        packet.AsSpan(header.PayloadOffset).CopyTo(buffer[(offset + 2)..]);
        return offset + 2 + packet.Length - header.PayloadOffset;
    }
}
