using Telehealth.Media.Rtp;

namespace Telehealth.Media.Sdp;

/// <summary>The video codecs in the words of a session description, and the numbers we offer them under.</summary>
internal static class VideoFormats
{
    // Constrained baseline is what every browser and every phone's hardware speaks (RFC 7742 6.2).
    private const string H264Parameters = "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f";

    public static IReadOnlyList<VideoCodec> All { get; } = [VideoCodec.Vp8, VideoCodec.H264, VideoCodec.Vp9, VideoCodec.Av1];

    public static string Name(VideoCodec codec) => codec switch
    {
        VideoCodec.H264 => "H264/90000",
        VideoCodec.Vp9 => "VP9/90000",
        VideoCodec.Av1 => "AV1/90000",
        _ => "VP8/90000",
    };

    /// <summary>One stream of it may carry several layers, which only a dependency descriptor tells apart.</summary>
    public static bool IsLayered(VideoCodec codec) => codec is VideoCodec.Vp9 or VideoCodec.Av1;

    /// <summary>What we offer it under, and its retransmissions.</summary>
    public static (byte Media, byte Rtx) Numbers(VideoCodec codec) => codec switch
    {
        VideoCodec.H264 => (102, 103),
        VideoCodec.Vp9 => (98, 99),
        VideoCodec.Av1 => (45, 46),
        _ => (96, 97),
    };

    /// <summary>Its parameters line; nothing where it has none.</summary>
    public static string Parameters(VideoCodec codec) => codec switch
    {
        VideoCodec.H264 => H264Parameters,
        VideoCodec.Vp9 => "profile-id=0",
        _ => "",
    };

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
        var parts = parameters.Split(';', StringSplitOptions.TrimEntries);
        return codec switch
        {
            VideoCodec.H264 => IsBaseline(parts),
            // Eight bits a colour; a profile that is not named is 0 in both.
            VideoCodec.Vp9 => !Array.Exists(parts, part => part.StartsWith("profile-id=", StringComparison.OrdinalIgnoreCase) && part != "profile-id=0"),
            VideoCodec.Av1 => !Array.Exists(parts, part => part.StartsWith("profile=", StringComparison.OrdinalIgnoreCase) && part != "profile=0"),
            _ => true,
        };
    }

    private static bool IsBaseline(string[] parts)
    {
        return parts.Contains("packetization-mode=1", StringComparer.OrdinalIgnoreCase)
            && Array.Exists(parts, part => part.StartsWith("profile-level-id=42e0", StringComparison.OrdinalIgnoreCase));
    }
}
