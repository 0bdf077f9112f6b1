namespace Telehealth.Media.Rtp;

/// <summary>The start of a key frame in a packet of AV1 (AV1 RTP 1.0, 4.4), for streams that come without a dependency descriptor.</summary>
internal static class Av1Packet
{
    private const byte Continues = 0x80;
    private const byte NewSequence = 0x08;

    public static bool TryRead(ReadOnlySpan<byte> payload, out bool startsFrame, out bool isKeyFrame)
    {
        startsFrame = payload.Length > 1 && (payload[0] & Continues) == 0;
        isKeyFrame = startsFrame && (payload[0] & NewSequence) != 0;
        return payload.Length > 1;
    }
}
