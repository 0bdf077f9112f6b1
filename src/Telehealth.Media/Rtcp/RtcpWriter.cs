using System.Buffers.Binary;

namespace Telehealth.Media.Rtcp;

/// <summary>Appends RTCP packets to one datagram; the caller's buffer must hold a full datagram.</summary>
internal ref struct RtcpWriter(Span<byte> to)
{
    /// <summary>31 is what the five-bit count can say.</summary>
    public const int MaxBlocks = 31;

    private readonly Span<byte> _to = to;

    public int Length { get; private set; }

    public void AddSenderReport(uint ssrc, ulong ntp, uint rtpTimestamp, uint packets, uint octets)
    {
        var body = Begin(0, RtcpTypes.SenderReport, SenderReport.BodyLength);
        BinaryPrimitives.WriteUInt32BigEndian(body, ssrc);
        BinaryPrimitives.WriteUInt64BigEndian(body[4..], ntp);
        BinaryPrimitives.WriteUInt32BigEndian(body[12..], rtpTimestamp);
        BinaryPrimitives.WriteUInt32BigEndian(body[16..], packets);
        BinaryPrimitives.WriteUInt32BigEndian(body[20..], octets);
    }

    public void AddReceiverReport(uint ssrc, scoped ReadOnlySpan<ReportBlock> blocks)
    {
        var body = Begin(blocks.Length, RtcpTypes.ReceiverReport, 4 + (blocks.Length * ReportBlock.Length));
        BinaryPrimitives.WriteUInt32BigEndian(body, ssrc);
        for (var i = 0; i < blocks.Length; i++)
        {
            blocks[i].Write(body[(4 + (i * ReportBlock.Length))..]);
        }
    }

    /// <summary>A source description with one CNAME (RFC 3550 6.5.1).</summary>
    public void AddSourceDescription(uint ssrc, scoped ReadOnlySpan<byte> cname)
    {
        // At least one zero byte ends the list of items, then up to the next word.
        var length = (4 + 2 + cname.Length + 1 + 3) & ~3;
        var body = Begin(1, RtcpTypes.SourceDescription, length);
        body.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(body, ssrc);
        body[4] = 1;
        body[5] = (byte)cname.Length;
        cname.CopyTo(body[6..]);
    }

    public void AddPictureLoss(uint sender, uint media)
    {
        var body = Begin(RtcpTypes.PictureLoss, RtcpTypes.PayloadFeedback, 8);
        BinaryPrimitives.WriteUInt32BigEndian(body, sender);
        BinaryPrimitives.WriteUInt32BigEndian(body[4..], media);
    }

    /// <summary>A generic NACK (RFC 4585 6.2.1); <paramref name="missing"/> in ascending order.</summary>
    public void AddNack(uint sender, uint media, scoped ReadOnlySpan<ushort> missing)
    {
        var start = Length;
        var offset = start + 12;
        for (var i = 0; i < missing.Length;)
        {
            var first = missing[i++];
            var bits = 0;
            while (i < missing.Length && (ushort)(missing[i] - first - 1) < 16)
            {
                bits |= 1 << (ushort)(missing[i++] - first - 1);
            }

            BinaryPrimitives.WriteUInt16BigEndian(_to[offset..], first);
            BinaryPrimitives.WriteUInt16BigEndian(_to[(offset + 2)..], (ushort)bits);
            offset += 4;
        }

        var body = Begin(RtcpTypes.Nack, RtcpTypes.TransportFeedback, offset - start - 4);
        BinaryPrimitives.WriteUInt32BigEndian(body, sender);
        BinaryPrimitives.WriteUInt32BigEndian(body[4..], media);
    }

    /// <summary>Receiver estimated maximum bitrate (draft-alvestrand-rmcat-remb-03).</summary>
    public void AddReceiverEstimate(uint sender, ulong bitsPerSecond, scoped ReadOnlySpan<uint> ssrcs)
    {
        var body = Begin(RtcpTypes.ApplicationLayer, RtcpTypes.PayloadFeedback, 16 + (ssrcs.Length * 4));
        BinaryPrimitives.WriteUInt32BigEndian(body, sender);
        BinaryPrimitives.WriteUInt32BigEndian(body[4..], 0);
        "REMB"u8.CopyTo(body[8..]);
        var exponent = 0;
        while (bitsPerSecond >> exponent > 0x3FFFF)
        {
            exponent++;
        }

        var mantissa = (uint)(bitsPerSecond >> exponent);
        BinaryPrimitives.WriteUInt32BigEndian(body[12..], mantissa | ((uint)exponent << 18));
        body[12] = (byte)ssrcs.Length;
        for (var i = 0; i < ssrcs.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(body[(16 + (i * 4))..], ssrcs[i]);
        }
    }

    private Span<byte> Begin(int count, byte type, int bodyLength)
    {
        var packet = _to.Slice(Length, 4 + bodyLength);
        packet[0] = (byte)(0x80 | count);
        packet[1] = type;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)(bodyLength / 4));
        Length += packet.Length;
        return packet[4..];
    }
}
