using System.Globalization;
using System.Text;

namespace Telehealth.Media.Peer;

/// <summary>What a peer publishes.</summary>
internal sealed record PublishShape
{
    public bool Audio { get; init; } = true;

    public bool Video { get; init; } = true;

    /// <summary>Three layers q, h and f instead of one stream.</summary>
    public bool Simulcast { get; init; }

    /// <summary>Writes descriptions as Firefox does, otherwise as Chromium does.</summary>
    public bool Firefox { get; init; }

    public int Fps { get; init; } = 15;

    /// <summary>Packets per frame of the largest layer; lower ones have half and a quarter.</summary>
    public int PacketsPerFrame { get; init; } = 8;

    public int PacketBytes { get; init; } = 1000;

    /// <summary>
    /// Rate of the largest layer with frames as an encoder makes them; 0 for frames of <see cref="PacketsPerFrame"/> packets. The
    /// lower layers have 0.3 and 0.09 of it, as Chromium shares out 720p.
    /// </summary>
    public int VideoKbps { get; init; }

    /// <summary>Sends each packet's sound once more in the next one where the server takes it, as Chromium does.</summary>
    public bool Redundancy { get; init; }

    /// <summary>Sends what the link carries by the server's feedback; otherwise everything always.</summary>
    public bool AdaptsRate { get; init; }
}

/// <summary>Writes publish offers with the numbers and habits of a real browser (captured from Chromium 156 and Firefox 153).</summary>
internal static class OfferText
{
    public const string Rids = "q;h;f";

    public static string Write(PublishShape shape, PeerTransport transport, int version, uint firstSsrc)
    {
        var text = new StringBuilder();
        var mids = (shape.Audio, shape.Video) switch
        {
            (true, true) => "0 1",
            _ => "0",
        };
        text.Append("v=0\r\n").Append(shape.Firefox ? "o=mozilla...THIS_IS_SDPARTA-99.0" : "o=-")
            .Append(CultureInfo.InvariantCulture, $" 4611731400430051336 {version} IN IP4 {(shape.Firefox ? "0.0.0.0" : "127.0.0.1")}\r\ns=-\r\nt=0 0\r\n");
        if (shape.Firefox)
        {
            text.Append(CultureInfo.InvariantCulture, $"a=fingerprint:sha-256 {transport.Fingerprint}\r\na=ice-options:trickle\r\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"a=group:BUNDLE {mids}\r\n");
        text.Append(shape.Firefox ? string.Empty : "a=extmap-allow-mixed\r\n").Append("a=msid-semantic:WMS *\r\n");
        if (shape.Audio)
        {
            Audio(text, shape, transport, firstSsrc);
        }

        if (shape.Video)
        {
            Video(text, shape, transport, firstSsrc, shape.Audio ? "1" : "0");
        }

        return text.ToString();
    }

    private static void Audio(StringBuilder text, PublishShape shape, PeerTransport transport, uint firstSsrc)
    {
        text.Append(shape.Firefox ? "m=audio 9 UDP/TLS/RTP/SAVPF 109 9 0 8 101\r\n" : "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126\r\n");
        Head(text, shape, transport, "0");
        text.Append(shape.Firefox
            ? """
              a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
              a=extmap:2/recvonly urn:ietf:params:rtp-hdrext:csrc-audio-level
              a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:mid
              a=rtpmap:109 opus/48000/2
              a=fmtp:109 maxplaybackrate=48000;stereo=1;useinbandfec=1
              a=rtcp-fb:109 transport-cc
              a=extmap:7 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
              a=rtpmap:9 G722/8000/1
              a=rtpmap:0 PCMU/8000
              a=rtpmap:8 PCMA/8000
              a=rtpmap:101 telephone-event/8000/1

              """.ReplaceLineEndings("\r\n")
            : """
              a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
              a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
              a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
              a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
              a=rtcp-xr:rcvr-rtt=all
              a=rtpmap:111 opus/48000/2
              a=rtcp-fb:111 transport-cc
              a=fmtp:111 minptime=10;useinbandfec=1
              a=rtpmap:63 red/48000/2
              a=fmtp:63 111/111
              a=rtpmap:9 G722/8000
              a=rtpmap:0 PCMU/8000
              a=rtpmap:8 PCMA/8000
              a=rtpmap:13 CN/8000
              a=rtpmap:110 telephone-event/48000
              a=rtpmap:126 telephone-event/8000

              """.ReplaceLineEndings("\r\n"));
        text.Append(CultureInfo.InvariantCulture, $"a=ssrc:{firstSsrc} cname:peer\r\n");
    }

    private static void Video(StringBuilder text, PublishShape shape, PeerTransport transport, uint firstSsrc, string mid)
    {
        text.Append(shape.Firefox ? "m=video 9 UDP/TLS/RTP/SAVPF 120 124 121 125\r\n" : "m=video 9 UDP/TLS/RTP/SAVPF 96 97 103 104 39 40\r\n");
        Head(text, shape, transport, mid);
        text.Append(shape.Firefox
            ? """
              a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:mid
              a=extmap:4 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
              a=extmap:5 urn:ietf:params:rtp-hdrext:toffset
              a=extmap:6/recvonly http://www.webrtc.org/experiments/rtp-hdrext/playout-delay
              a=extmap:7 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
              a=extmap:9 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id
              a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id
              a=rtpmap:120 VP8/90000
              a=fmtp:120 max-fs=12288;max-fr=60
              a=rtpmap:124 rtx/90000
              a=fmtp:124 apt=120
              a=rtpmap:121 VP9/90000
              a=rtpmap:125 rtx/90000
              a=fmtp:125 apt=121

              """.ReplaceLineEndings("\r\n")
            : """
              a=extmap:14 urn:ietf:params:rtp-hdrext:toffset
              a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
              a=extmap:13 urn:3gpp:video-orientation
              a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
              a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
              a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id
              a=extmap:11 urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id
              a=rtpmap:96 VP8/90000
              a=rtpmap:97 rtx/90000
              a=fmtp:97 apt=96
              a=rtpmap:103 H264/90000
              a=fmtp:103 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f
              a=rtpmap:104 rtx/90000
              a=fmtp:104 apt=103
              a=rtpmap:39 AV1/90000
              a=rtpmap:40 rtx/90000
              a=fmtp:40 apt=39

              """.ReplaceLineEndings("\r\n"));
        var type = shape.Firefox ? 120 : 96;
        foreach (var feedback in (ReadOnlySpan<string>)["goog-remb", "transport-cc", "ccm fir", "nack", "nack pli"])
        {
            text.Append(CultureInfo.InvariantCulture, $"a=rtcp-fb:{type} {feedback}\r\n");
        }

        if (shape.Simulcast)
        {
            text.Append("a=rid:q send\r\na=rid:h send\r\na=rid:f send\r\n").Append(CultureInfo.InvariantCulture, $"a=simulcast:send {Rids}\r\n");
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"a=ssrc-group:FID {firstSsrc + 1} {firstSsrc + 2}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"a=ssrc:{firstSsrc + 1} cname:peer\r\na=ssrc:{firstSsrc + 2} cname:peer\r\n");
    }

    private static void Head(StringBuilder text, PublishShape shape, PeerTransport transport, string mid)
    {
        text.Append("c=IN IP4 0.0.0.0\r\na=rtcp:9 IN IP4 0.0.0.0\r\n");
        text.Append(CultureInfo.InvariantCulture, $"a=ice-ufrag:{transport.Ufrag}\r\na=ice-pwd:{transport.Password}\r\n");
        if (!shape.Firefox)
        {
            text.Append(CultureInfo.InvariantCulture, $"a=ice-options:trickle\r\na=fingerprint:sha-256 {transport.Fingerprint}\r\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"a=setup:actpass\r\na=mid:{mid}\r\na=sendonly\r\n");
        text.Append(shape.Firefox ? "a=msid:{6fb7a5b2-6d0c-4b7e-9a53-0f6cb6d2c3a1} {track-" : "a=msid:- track-").Append(mid);
        text.Append(shape.Firefox ? "}\r\n" : "\r\n").Append("a=rtcp-mux\r\na=rtcp-rsize\r\n");
    }
}
