using System.Buffers.Binary;

namespace Telehealth.Media.Rtp;

/// <summary>The fixed header of an RTP packet and where its parts lie (RFC 3550 5.1, RFC 8285).</summary>
internal readonly struct RtpHeader
{
    public const int FixedLength = 12;

    public const ushort OneByteProfile = 0xBEDE;

    public bool Marker { get; private init; }

    public byte PayloadType { get; private init; }

    public ushort Sequence { get; private init; }

    public uint Timestamp { get; private init; }

    public uint Ssrc { get; private init; }

    public bool TwoByteExtensions { get; private init; }

    public int ExtensionOffset { get; private init; }

    public int ExtensionLength { get; private init; }

    public int PayloadOffset { get; private init; }

    /// <summary>Without the padding at the end; 0 for a packet that is padding only.</summary>
    public int PayloadLength { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> packet, out RtpHeader header)
    {
        header = default;
        if (packet.Length < FixedLength || packet[0] >> 6 != 2)
        {
            return false;
        }

        var offset = FixedLength + ((packet[0] & 0x0F) * 4);
        var extensionOffset = 0;
        var extensionLength = 0;
        var twoByte = false;
        if ((packet[0] & 0x10) != 0)
        {
            if (packet.Length < offset + 4)
            {
                return false;
            }

            var profile = BinaryPrimitives.ReadUInt16BigEndian(packet[offset..]);
            var length = BinaryPrimitives.ReadUInt16BigEndian(packet[(offset + 2)..]) * 4;
            twoByte = (profile & 0xFFF0) == 0x1000;
            offset += 4;
            if (twoByte || profile == OneByteProfile)
            {
                extensionOffset = offset;
                extensionLength = length;
            }

            offset += length;
        }

        if (offset > packet.Length || !TryReadPadding(packet, offset, out var padding))
        {
            return false;
        }

        header = new RtpHeader
        {
            Marker = (packet[1] & 0x80) != 0,
            PayloadType = (byte)(packet[1] & 0x7F),
            Sequence = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]),
            Timestamp = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]),
            Ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]),
            TwoByteExtensions = twoByte,
            ExtensionOffset = extensionOffset,
            ExtensionLength = extensionLength,
            PayloadOffset = offset,
            PayloadLength = packet.Length - offset - padding,
        };
        return true;
    }

    /// <summary>The data of one header extension; empty when it is not there or the block is malformed.</summary>
    public ReadOnlySpan<byte> FindExtension(ReadOnlySpan<byte> packet, int id)
    {
        if (id == 0 || ExtensionLength == 0)
        {
            return default;
        }

        var rest = packet.Slice(ExtensionOffset, ExtensionLength);
        while (rest.Length > 0)
        {
            if (rest[0] == 0)
            {
                rest = rest[1..];
                continue;
            }

            var headerLength = TwoByteExtensions ? 2 : 1;
            // RFC 8285 4.2: id 15 of the one-byte form ends the block.
            if (rest.Length < headerLength || (!TwoByteExtensions && rest[0] >> 4 == 15))
            {
                return default;
            }

            var found = TwoByteExtensions ? rest[0] : rest[0] >> 4;
            var length = TwoByteExtensions ? rest[1] : (rest[0] & 0x0F) + 1;
            if (rest.Length < headerLength + length)
            {
                return default;
            }

            if (found == id)
            {
                return rest.Slice(headerLength, length);
            }

            rest = rest[(headerLength + length)..];
        }

        return default;
    }

    private static bool TryReadPadding(ReadOnlySpan<byte> packet, int payloadOffset, out int padding)
    {
        padding = 0;
        if ((packet[0] & 0x20) == 0)
        {
            return true;
        }

        padding = packet[^1];
        return padding > 0 && payloadOffset + padding <= packet.Length;
    }
}
