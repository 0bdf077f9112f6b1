namespace Telehealth.Media.Rtp;

/// <summary>The start of a key frame in a packet of VP9 (RFC 9628 4.2), for streams that come without a dependency descriptor.</summary>
internal static class Vp9Packet
{
    private const byte HasPictureId = 0x80;
    private const byte IsPredicted = 0x40;
    private const byte HasLayers = 0x20;
    private const byte BeginsFrame = 0x08;

    public static bool TryRead(ReadOnlySpan<byte> payload, out bool startsFrame, out bool isKeyFrame)
    {
        (startsFrame, isKeyFrame) = (false, false);
        if (payload.Length < 2)
        {
            return false;
        }

        var flags = payload[0];
        var offset = (flags & HasPictureId) == 0 ? 1 : (payload[1] & 0x80) == 0 ? 2 : 3;
        var spatial = 0;
        if ((flags & HasLayers) != 0)
        {
            if (payload.Length <= offset)
            {
                return false;
            }

            spatial = (payload[offset] >> 1) & 7;
        }

        startsFrame = (flags & BeginsFrame) != 0;
        isKeyFrame = startsFrame && (flags & IsPredicted) == 0 && spatial == 0;
        return payload.Length > offset;
    }
}
