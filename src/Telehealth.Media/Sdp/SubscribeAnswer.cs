using Telehealth.Media.Dtls;
using Telehealth.Media.Ice;
using Telehealth.Media.Rtp;

namespace Telehealth.Media.Sdp;

/// <summary>What the client accepted of one m-line; no codec when it takes nothing.</summary>
internal sealed record AnsweredLine(string Mid, bool Accepts, CodecChoice Codec, VideoCodec Video);

/// <summary>A client's answer for its subscribe connection, checked.</summary>
internal sealed class SubscribeAnswer
{
    private SubscribeAnswer(IReadOnlyList<AnsweredLine> lines, RemoteParameters remote, ExtensionIds extensions)
    {
        (Lines, Remote, Extensions) = (lines, remote, extensions);
    }

    public IReadOnlyList<AnsweredLine> Lines { get; }

    public RemoteParameters Remote { get; }

    public ExtensionIds Extensions { get; }

    public static bool TryRead(string? sdp, out SubscribeAnswer answer)
    {
        answer = null!;
        if (!SdpDocument.TryParse(sdp, out var document, SdpDocument.MaxAnswered) || document.Media.Count == 0)
        {
            return false;
        }

        var lines = new List<AnsweredLine>();
        var extensions = default(ExtensionIds);
        foreach (var media in document.Media)
        {
            if (!SdpFields.TryReadExtensions(media, extensions, out extensions))
            {
                return false;
            }

            var video = default(VideoCodec);
            var speaks = media.Kind == "audio"
                ? SdpFields.TryFindCodec(media, "opus/48000/2", out var codec)
                : VideoFormats.TryFind(media, VideoFormats.All, out video, out codec);
            lines.Add(new AnsweredLine(media.Mid, speaks && !media.IsStopped && media.Receives, codec, video));
        }

        var first = document.Media.Find(media => !media.IsStopped) ?? document.Media[0];
        // RFC 8842 5.3: an answer says active or passive; browsers say active.
        var setup = SdpFields.Setup(document, first);
        var role = setup == "passive" ? DtlsRole.Client : DtlsRole.Server;
        if (setup is not ("active" or "passive") || !SdpFields.TryReadTransport(document, first, role, out var remote))
        {
            return false;
        }

        answer = new SubscribeAnswer(lines, remote, extensions);
        return true;
    }
}
