using Telehealth.Media.Dtls;
using Telehealth.Media.Ice;
using Telehealth.Media.Rtp;

namespace Telehealth.Media.Sdp;

/// <summary>One m-line of a publish offer as far as it concerns us.</summary>
internal sealed record OfferedLine
{
    public required SdpMedia Media { get; init; }

    public required string Mid { get; init; }

    /// <summary>Audio or video over SRTP with a codec that we speak, and not stopped.</summary>
    public required bool IsUsable { get; init; }

    public required CodecChoice Codec { get; init; }

    /// <summary>Says nothing about sound.</summary>
    public required VideoCodec Video { get; init; }

    public required IReadOnlyList<string> Rids { get; init; }

    public required (uint Media, uint Rtx) Sources { get; init; }

    public required bool HasTransportCc { get; init; }

    /// <summary>The client repeats what we say is missing (RFC 4585).</summary>
    public required bool HasNack { get; init; }

    public bool IsAudio => Media.Kind == "audio";
}

/// <summary>A client's offer for its publish connection (RFC 9429), checked.</summary>
internal sealed class PublishOffer
{
    private PublishOffer(IReadOnlyList<OfferedLine> lines, RemoteParameters remote, ExtensionIds extensions)
    {
        (Lines, Remote, Extensions) = (lines, remote, extensions);
    }

    public IReadOnlyList<OfferedLine> Lines { get; }

    public RemoteParameters Remote { get; }

    public ExtensionIds Extensions { get; }

    public static bool TryRead(string? sdp, out PublishOffer offer) => TryRead(sdp, VideoFormats.All, out offer);

    /// <param name="video">The video codecs to take, the best first.</param>
    public static bool TryRead(string? sdp, IReadOnlyList<VideoCodec> video, out PublishOffer offer)
    {
        offer = null!;
        if (!SdpDocument.TryParse(sdp, out var document) || document.Media.Count == 0)
        {
            return false;
        }

        var lines = new List<OfferedLine>();
        var mids = new HashSet<string>();
        var extensions = default(ExtensionIds);
        foreach (var media in document.Media)
        {
            if (!IsMid(media.Mid) || !mids.Add(media.Mid) || !SdpFields.TryReadSimulcast(media, out var rids)
                || !SdpFields.TryReadExtensions(media, extensions, out extensions))
            {
                return false;
            }

            var codec = default(VideoCodec);
            var speaks = media.Kind == "audio"
                ? SdpFields.TryFindCodec(media, "opus/48000/2", out var choice)
                : VideoFormats.TryFind(media, video, out codec, out choice);
            lines.Add(new OfferedLine
            {
                Media = media,
                Mid = media.Mid,
                IsUsable = media.Kind is "audio" or "video" && media.Protocol == "UDP/TLS/RTP/SAVPF" && speaks
                    && !media.IsStopped && media.Has("rtcp-mux"),
                Codec = choice,
                Video = codec,
                Rids = rids,
                Sources = SdpFields.ReadSources(media),
                HasTransportCc = SdpFields.HasFeedback(media, choice.PayloadType, "transport-cc"),
                HasNack = SdpFields.HasFeedback(media, choice.PayloadType, "nack"),
            });
        }

        // Without a usable line there is nothing to carry; the transport of any line will do for the refusals.
        var first = lines.Find(line => line.IsUsable)?.Media ?? document.Media[0];
        var setup = SdpFields.Setup(document, first);
        var role = setup == "active" ? DtlsRole.Server : DtlsRole.Client;
        if (setup is not ("actpass" or "active" or "passive")
            || !SdpFields.TryReadTransport(document, first, role, out var remote))
        {
            return false;
        }

        offer = new PublishOffer(lines, remote, extensions);
        return true;
    }

    // A mid goes into a one-byte header extension of at most 16 bytes; tokens only (RFC 5888 4).
    private static bool IsMid(string mid) =>
        mid.Length is > 0 and <= 16 && mid.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or '{' or '}');
}
