using System.Buffers.Binary;

namespace Telehealth.Media.Rtp;

/// <summary>Finds the start of a key frame in a packet of H.264 (RFC 6184 5), and the picture's size.</summary>
internal static class H264Packet
{
    private const int Sps = 7;
    private const int StapA = 24;
    private const int FuA = 28;

    // More than any browser puts together; the rest of a longer one is not looked at.
    private const int MostUnits = 16;

    /// <summary>False for what is no packet of packetization mode 1.</summary>
    /// <param name="isKeyFrame">
    /// The packet holds a sequence parameter set, with which browsers begin every key frame. A picture that can be decoded alone but comes
    /// without one is of no use to a receiver who comes from another layer.
    /// </param>
    public static bool TryRead(ReadOnlySpan<byte> payload, out bool isKeyFrame, out int width, out int height)
    {
        (isKeyFrame, width, height) = (false, 0, 0);
        if (payload.Length < 2 || (payload[0] & 0x80) != 0)
        {
            return false;
        }

        var type = payload[0] & 0x1F;
        var parameters = type switch
        {
            Sps => payload[1..],
            StapA => FindParameters(payload[1..]),
            FuA when (payload[1] & 0x9F) == (0x80 | Sps) => payload[2..],
            _ => default,
        };
        isKeyFrame = !parameters.IsEmpty;
        if (isKeyFrame)
        {
            H264Size.TryRead(parameters, out width, out height);
        }

        // Interleaved and multi-time packets belong to packetization mode 2.
        return type is (> 0 and <= StapA) or FuA;
    }

    private static ReadOnlySpan<byte> FindParameters(ReadOnlySpan<byte> units)
    {
        for (var i = 0; i < MostUnits && units.Length > 3; i++)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(units);
            if (length < 2 || length > units.Length - 2)
            {
                return default;
            }

            if ((units[2] & 0x1F) == Sps)
            {
                return units.Slice(3, length - 1);
            }

            units = units[(2 + length)..];
        }

        return default;
    }
}
