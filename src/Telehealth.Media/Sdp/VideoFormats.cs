using Telehealth.Media.Rtp;

namespace Telehealth.Media.Sdp;

/// <summary>The video codecs in the words of a session description, and the numbers we offer them under.</summary>
internal static class VideoFormats
{
    // Constrained baseline is what every browser and every phone's hardware speaks (RFC 7742 6.2).
    private const string H264Parameters = "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f";

    public static IReadOnlyList<VideoCodec> All { get; } = [VideoCodec.Vp8, VideoCodec.H264];

    public static string Name(VideoCodec codec) => codec switch
    {
        VideoCodec.H264 => "H264/90000",
        _ => "VP8/90000",
    };

    /// <summary>What we offer it under, and its retransmissions.</summary>
    public static (byte Media, byte Rtx) Numbers(VideoCodec codec) => codec switch
    {
        VideoCodec.H264 => (102, 103),
        _ => (96, 97),
    };

    /// <summary>Its parameters line; nothing where it has none.</summary>
    public static string Parameters(VideoCodec codec) => codec == VideoCodec.H264 ? H264Parameters : "";

    /// <summary>The first of the wanted codecs that a section has, in a form that all receivers can decode.</summary>
    public static bool TryFind(SdpMedia media, IReadOnlyList<VideoCodec> wanted, out VideoCodec codec, out CodecChoice choice)
    {
        foreach (var one in wanted)
        {
            if (SdpFields.TryFindCodec(media, Name(one), parameters => Fits(one, parameters), out choice))
            {
                codec = one;
                return true;
            }
        }

        (codec, choice) = (default, default);
        return false;
    }

    /// <summary>Reads names as <c>VP8,H264</c>.</summary>
    /// <exception cref="ArgumentException">A name that is no video codec of ours, or none at all.</exception>
    public static IReadOnlyList<VideoCodec> Parse(string names)
    {
        var codecs = names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(name => Enum.TryParse<VideoCodec>(name, ignoreCase: true, out var codec) && Enum.IsDefined(codec)
                ? codec
                : throw new ArgumentException($"Media:VideoCodecs names {name}, which is none of {string.Join(", ", All)}.", nameof(names)))
            .Distinct().ToList();
        return codecs.Count > 0 ? codecs : throw new ArgumentException("Media:VideoCodecs is empty.", nameof(names));
    }

    private static bool Fits(VideoCodec codec, string parameters)
    {
        if (codec != VideoCodec.H264)
        {
            return true;
        }

        var parts = parameters.Split(';', StringSplitOptions.TrimEntries);
        return parts.Contains("packetization-mode=1", StringComparer.OrdinalIgnoreCase)
            && Array.Exists(parts, part => part.StartsWith("profile-level-id=42e0", StringComparison.OrdinalIgnoreCase));
    }
}
