namespace Telehealth.Media.Net;

/// <summary>What a datagram on the media port is, told by its first bytes (RFC 7983, RFC 5761).</summary>
internal enum PacketKind
{
    Unknown,
    Stun,
    Dtls,
    Rtp,
    Rtcp,
}

/// <summary>Sorts datagrams before anything is parsed.</summary>
internal static class PacketKinds
{
    // The shortest thing any layer accepts is an RTP header.
    private const int ShortestPacket = 12;

    public static PacketKind Of(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length < ShortestPacket)
        {
            return PacketKind.Unknown;
        }

        return datagram[0] switch
        {
            <= 3 => PacketKind.Stun,
            >= 20 and <= 63 => PacketKind.Dtls,
            // RFC 5761 section 4: the second byte of RTCP is 192 to 223; RTP payload types 64 to 95 are never used.
            >= 128 and <= 191 => datagram[1] is >= 192 and <= 223 ? PacketKind.Rtcp : PacketKind.Rtp,
            _ => PacketKind.Unknown,
        };
    }
}
