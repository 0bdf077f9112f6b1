using Telehealth.Media.Dtls;
using Telehealth.Media.Rtp;

namespace Telehealth.Media.Sdp;

/// <summary>What becomes of one offered m-line.</summary>
internal enum LineVerdict
{
    /// <summary>Port 0: we do not speak it, or it was stopped.</summary>
    Rejected,

    /// <summary>Kept for later use; nothing flows.</summary>
    Inactive,

    /// <summary>We receive.</summary>
    Received,
}

/// <summary>Writes the answer to a publish offer (RFC 9429 5.3): what we receive, with the client's own numbers.</summary>
internal static class PublishAnswer
{
    private static readonly string[] _videoFeedback = ["goog-remb", "ccm fir", "nack", "nack pli"];
    private static readonly string[] _audioFeedback = ["nack"];

    public static string Write(PublishOffer offer, IReadOnlyList<LineVerdict> verdicts, LocalDescription local, int maxKbps, bool longPackets = false)
    {
        var writer = new SdpWriter();
        writer.Session(local, offer.Lines.Where((_, i) => verdicts[i] != LineVerdict.Rejected).Select(line => line.Mid));
        var setup = offer.Remote.LocalRole == DtlsRole.Client ? "active" : "passive";
        var withCandidates = true;
        for (var i = 0; i < offer.Lines.Count; i++)
        {
            var line = offer.Lines[i];
            if (verdicts[i] == LineVerdict.Rejected)
            {
                Reject(writer, line);
                continue;
            }

            writer.Line($"m={line.Media.Kind} 9 {line.Media.Protocol} {Formats(line.Codec)}");
            writer.Line("c=IN IP4 0.0.0.0");
            if (!line.IsAudio)
            {
                writer.Line($"b=AS:{maxKbps}");
            }

            writer.Line($"a=mid:{line.Mid}");
            writer.Line(verdicts[i] == LineVerdict.Received ? "a=recvonly" : "a=inactive");
            writer.Transport(local, setup, withCandidates);
            withCandidates = false;
            WriteExtensions(writer, line);
            WriteCodec(writer, line, longPackets);
            if (verdicts[i] == LineVerdict.Received)
            {
                WriteLayers(writer, line);
            }
        }

        return writer.ToString();
    }

    private static void Reject(SdpWriter writer, OfferedLine line)
    {
        writer.Line($"m={line.Media.Kind} 0 {line.Media.Protocol} {string.Join(' ', line.Media.Formats)}");
        writer.Line("c=IN IP4 0.0.0.0").Line($"a=mid:{line.Mid}").Line("a=inactive");
    }

    // The client sends what stands first: sound with redundancy where it can.
    private static string Formats(CodecChoice codec) => string.Join(
        ' ', ((byte[])[codec.RedPayloadType, codec.PayloadType, codec.RtxPayloadType]).Where(type => type != 0));

    private static void WriteExtensions(SdpWriter writer, OfferedLine line)
    {
        foreach (var map in line.Media.All("extmap"))
        {
            var parts = map.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (ExtensionIds.IsKnown(parts[1]) && (parts[1] != ExtensionIds.DependenciesUri || VideoFormats.IsLayered(line.Video)))
            {
                writer.Line($"a=extmap:{parts[0].Split('/')[0]} {parts[1]}");
            }
        }
    }

    private static void WriteCodec(SdpWriter writer, OfferedLine line, bool longPackets)
    {
        var type = line.Codec.PayloadType;
        if (line.HasTransportCc)
        {
            writer.Line($"a=rtcp-fb:{type} transport-cc");
        }

        writer.Line($"a=rtpmap:{type} {(line.IsAudio ? "opus/48000/2" : VideoFormats.Name(line.Video))}");
        var parameters = line.IsAudio ? OpusParameters(line.Codec, longPackets) : VideoFormats.Parameters(line.Video);
        if (parameters.Length > 0)
        {
            writer.Line($"a=fmtp:{type} {parameters}");
            if (line.IsAudio && longPackets)
            {
                // Two thirds of the headers saved: at 64 kbit/s a quarter of the line.
                writer.Line("a=ptime:60").Line("a=maxptime:60");
            }
        }

        if (line.Codec.RedPayloadType != 0)
        {
            writer.Line($"a=rtpmap:{line.Codec.RedPayloadType} red/48000/2");
            writer.Line($"a=fmtp:{line.Codec.RedPayloadType} {type}/{type}");
        }

        foreach (var feedback in line.IsAudio ? _audioFeedback : _videoFeedback)
        {
            if (SdpFields.HasFeedback(line.Media, type, feedback))
            {
                writer.Line($"a=rtcp-fb:{type} {feedback}");
            }
        }

        if (line.Codec.RtxPayloadType != 0)
        {
            writer.Line($"a=rtpmap:{line.Codec.RtxPayloadType} rtx/{(line.IsAudio ? "48000/2" : "90000")}");
            writer.Line($"a=fmtp:{line.Codec.RtxPayloadType} apt={type}");
        }
    }

    private static string OpusParameters(CodecChoice codec, bool longPackets)
    {
        var offered = codec.Parameters.Split(';', StringSplitOptions.TrimEntries);
        // Speech pauses half of the time; music (stereo) has no pauses worth the seams.
        var rest = offered.Contains("stereo=1") ? "stereo=1" : "usedtx=1";
        return $"minptime=10;useinbandfec=1;{rest}{(longPackets ? ";maxaveragebitrate=16000" : "")}";
    }

    private static void WriteLayers(SdpWriter writer, OfferedLine line)
    {
        if (line.Rids.Count == 0)
        {
            return;
        }

        foreach (var rid in line.Rids)
        {
            writer.Line($"a=rid:{rid} recv");
        }

        writer.Line($"a=simulcast:recv {string.Join(';', line.Rids)}");
    }
}
