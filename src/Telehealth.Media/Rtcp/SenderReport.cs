using System.Buffers.Binary;

namespace Telehealth.Media.Rtcp;

/// <summary>The sender's part of a sender report (RFC 3550 6.4.1): which wall-clock time belongs to which RTP timestamp.</summary>
internal readonly record struct SenderReport(uint Ssrc, ulong Ntp, uint RtpTimestamp)
{
    public const int BodyLength = 24;

    public static bool TryRead(ReadOnlySpan<byte> body, out SenderReport report)
    {
        report = default;
        if (body.Length < BodyLength)
        {
            return false;
        }

        report = new SenderReport(
            BinaryPrimitives.ReadUInt32BigEndian(body),
            BinaryPrimitives.ReadUInt64BigEndian(body[4..]),
            BinaryPrimitives.ReadUInt32BigEndian(body[12..]));
        return true;
    }
}

/// <summary>One reception report block (RFC 3550 6.4.1).</summary>
internal readonly record struct ReportBlock(
    uint Ssrc, byte FractionLost, int CumulativeLost, uint HighestSequence, uint Jitter, uint LastReport, uint DelaySinceLastReport)
{
    public const int Length = 24;

    public static ReportBlock Read(ReadOnlySpan<byte> block) => new(
        BinaryPrimitives.ReadUInt32BigEndian(block),
        block[4],
        // 24 bits, signed.
        (int)(BinaryPrimitives.ReadUInt32BigEndian(block[4..]) << 8) >> 8,
        BinaryPrimitives.ReadUInt32BigEndian(block[8..]),
        BinaryPrimitives.ReadUInt32BigEndian(block[12..]),
        BinaryPrimitives.ReadUInt32BigEndian(block[16..]),
        BinaryPrimitives.ReadUInt32BigEndian(block[20..]));

    public void Write(Span<byte> block)
    {
        BinaryPrimitives.WriteUInt32BigEndian(block, Ssrc);
        BinaryPrimitives.WriteInt32BigEndian(block[4..], Math.Clamp(CumulativeLost, -0x800000, 0x7FFFFF) & 0xFFFFFF);
        block[4] = FractionLost;
        BinaryPrimitives.WriteUInt32BigEndian(block[8..], HighestSequence);
        BinaryPrimitives.WriteUInt32BigEndian(block[12..], Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(block[16..], LastReport);
        BinaryPrimitives.WriteUInt32BigEndian(block[20..], DelaySinceLastReport);
    }
}
