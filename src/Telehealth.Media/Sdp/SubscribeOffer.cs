using Telehealth.Media.Rtp;

namespace Telehealth.Media.Sdp;

/// <summary>One m-line of the offer for a subscribe connection; without a stream it is kept inactive.</summary>
internal sealed record SubscribeOfferLine(string Mid, bool IsAudio, OfferedStream? Stream, VideoCodec Video = VideoCodec.Vp8);

/// <summary>What an active m-line carries. One publisher's streams share a CNAME, so that browsers play them in step.</summary>
internal sealed record OfferedStream(string StreamId, string TrackId, string Cname, uint Ssrc, uint RtxSsrc);

/// <summary>Writes the offers for subscribe connections (RFC 9429 5.2), with numbers of our own choice.</summary>
internal static class SubscribeOffer
{
    public const byte Opus = 111;
    public const byte Red = 63;

    public static string Write(IReadOnlyList<SubscribeOfferLine> lines, LocalDescription local)
    {
        var writer = new SdpWriter();
        writer.Session(local, lines.Select(line => line.Mid));
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            var (media, rtx) = VideoFormats.Numbers(line.Video);
            writer.Line(line.IsAudio
                ? (FormattableString)$"m=audio 9 UDP/TLS/RTP/SAVPF {Opus} {Red}"
                : $"m=video 9 UDP/TLS/RTP/SAVPF {media} {rtx}");
            writer.Line("c=IN IP4 0.0.0.0").Line($"a=mid:{line.Mid}");
            writer.Line(line.Stream is null ? "a=inactive" : "a=sendonly");
            writer.Transport(local, "actpass", withCandidates: i == 0);
            WriteExtensions(writer, line);
            WriteCodec(writer, line);
            WriteStream(writer, line.Stream);
        }

        return writer.ToString();
    }

    private static void WriteExtensions(SdpWriter writer, SubscribeOfferLine line)
    {
        if (line.IsAudio)
        {
            writer.Line($"a=extmap:1 {Rtp.ExtensionIds.AudioLevelUri}");
        }

        writer.Line($"a=extmap:2 {Rtp.ExtensionIds.AbsSendTimeUri}");
        writer.Line($"a=extmap:3 {Rtp.ExtensionIds.TransportCcUri}");
        writer.Line($"a=extmap:4 {Rtp.ExtensionIds.MidUri}");
        if (!line.IsAudio && VideoFormats.IsLayered(line.Video))
        {
            writer.Line($"a=extmap:5 {Rtp.ExtensionIds.DependenciesUri}");
        }
    }

    private static void WriteCodec(SdpWriter writer, SubscribeOfferLine line)
    {
        if (line.IsAudio)
        {
            writer.Line($"a=rtpmap:{Opus} opus/48000/2").Line($"a=rtcp-fb:{Opus} transport-cc");
            writer.Line($"a=fmtp:{Opus} minptime=10;useinbandfec=1");
            // No retransmission of sound: no browser takes it, and Chromium refuses a description that names its SSRC (measured).
            writer.Line($"a=rtpmap:{Red} red/48000/2").Line($"a=fmtp:{Red} {Opus}/{Opus}");
            return;
        }

        var (media, rtx) = VideoFormats.Numbers(line.Video);
        writer.Line($"a=rtpmap:{media} {VideoFormats.Name(line.Video)}");
        if (VideoFormats.Parameters(line.Video) is { Length: > 0 } parameters)
        {
            writer.Line($"a=fmtp:{media} {parameters}");
        }

        foreach (var feedback in (ReadOnlySpan<string>)["goog-remb", "transport-cc", "ccm fir", "nack", "nack pli"])
        {
            writer.Line($"a=rtcp-fb:{media} {feedback}");
        }

        writer.Line($"a=rtpmap:{rtx} rtx/90000").Line($"a=fmtp:{rtx} apt={media}");
    }

    private static void WriteStream(SdpWriter writer, OfferedStream? stream)
    {
        if (stream is null)
        {
            return;
        }

        writer.Line($"a=msid:{stream.StreamId} {stream.TrackId}");
        if (stream.RtxSsrc != 0)
        {
            writer.Line($"a=ssrc-group:FID {stream.Ssrc} {stream.RtxSsrc}");
        }

        writer.Line($"a=ssrc:{stream.Ssrc} cname:{stream.Cname}");
        if (stream.RtxSsrc != 0)
        {
            writer.Line($"a=ssrc:{stream.RtxSsrc} cname:{stream.Cname}");
        }
    }
}
