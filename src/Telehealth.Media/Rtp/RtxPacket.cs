using System.Buffers.Binary;

namespace Telehealth.Media.Rtp;

/// <summary>Turns a retransmission back into the packet it repeats (RFC 4588 4).</summary>
internal static class RtxPacket
{
    /// <summary>False for probes: padding, or too short to carry an original sequence number and a payload.</summary>
    public static bool TryRestore(
        Span<byte> packet, in RtpHeader header, byte payloadType, uint ssrc, out Span<byte> restored)
    {
        restored = default;
        if (header.PayloadLength <= 2)
        {
            return false;
        }

        var original = BinaryPrimitives.ReadUInt16BigEndian(packet[header.PayloadOffset..]);
        // Moving the header over the two bytes is cheaper than moving the payload.
        packet[..header.PayloadOffset].CopyTo(packet[2..]);
        restored = packet[2..(header.PayloadOffset + header.PayloadLength)];
        restored[0] &= 0xDF;
        restored[1] = (byte)((restored[1] & 0x80) | payloadType);
        BinaryPrimitives.WriteUInt16BigEndian(restored[2..], original);
        BinaryPrimitives.WriteUInt32BigEndian(restored[8..], ssrc);
        return true;
    }
}
