using System.Text;

namespace Telehealth.Fuzz.Targets;

/// <summary>Descriptions as browsers write them, and the words they are made of.</summary>
internal static class SdpWords
{
    private const string Fingerprint =
        "sha-256 0A:1B:2C:3D:4E:5F:60:71:82:93:A4:B5:C6:D7:E8:F9:0A:1B:2C:3D:4E:5F:60:71:82:93:A4:B5:C6:D7:E8:F9";

    public static byte[][] All { get; } =
    [
        .. """
           v=0|m=audio 9 UDP/TLS/RTP/SAVPF 111 63|m=video 9 UDP/TLS/RTP/SAVPF 96 97|m=video 0 UDP/TLS/RTP/SAVPF 96|m=audio 17002 RTP/AVP 4294967296|a=mid:|a=rtcp-mux
           a=sendonly|a=recvonly|a=inactive|a=sendrecv|a=setup:active|a=setup:passive|a=setup:actpass|a=setup:holdconn|a=bundle-only|a=group:BUNDLE 0 1
           a=rtpmap:96 VP8/90000|a=rtpmap:111 opus/48000/2|a=rtpmap:63 red/48000/2|a=rtpmap:97 rtx/90000|a=rtpmap:98 VP9/90000|a=rtpmap:102 H264/90000|a=rtpmap:45 AV1/90000
           a=fmtp:97 apt=96|a=fmtp:111 minptime=10;useinbandfec=1|a=fmtp:63 111/111|a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f
           a=rtcp-fb:96 nack pli|a=rtcp-fb:96 transport-cc|a=rtcp-fb:* nack|a=rtcp-fb:96 goog-remb|a=rid:q send|a=rid:h send|a=rid:f send|a=simulcast:send q;h;f
           a=simulcast:send ~q,h;f recv a|a=ssrc-group:FID 1 2|a=ssrc:1 cname:x|a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid|a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id
           a=extmap:3/recvonly http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01|a=extmap:13 https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension
           a=ice-ufrag:|a=ice-pwd:|a=fingerprint:sha-1 00|a=fingerprint:sha-512|a=candidate:1 1 udp 1 203.0.113.9 9 typ host|a=msid:- t|4294967296|-1|999999999999|::|;;;|apt=
           """.Split(['|', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).SelectMany(Spellings),
    ];

    public static IEnumerable<byte[]> Descriptions(string setup, string direction)
    {
        yield return Bytes(Head + Audio("0", setup, direction) + Video("1", setup, direction));
        yield return Bytes(Head + Video("v", setup, direction) + "a=rid:q send\r\na=rid:h send\r\na=rid:f send\r\na=simulcast:send q;h;f\r\n");
        yield return Bytes(Head + $"a=fingerprint:{Fingerprint}\r\na=setup:{setup}\r\na=ice-ufrag:abcd\r\na=ice-pwd:0123456789012345678901\r\n" + Audio("0", setup, direction));
        yield return Bytes(Head + Audio("0", setup, "inactive").Replace("m=audio 9", "m=audio 0", StringComparison.Ordinal) + Video("1", setup, direction));
        yield return Bytes(Head + "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:2\r\na=sctp-port:5000\r\n" + Video("1", setup, direction));
        // Asterisk's AST-2018-002 and AST-2018-003.
        yield return Bytes(Head + "m=audio 17002 RTP/AVP 4294967296\r\n" + Audio("0", setup, direction));
        yield return Bytes(Head + Audio("0", setup, direction) + "a=fmtp:\0 \r\na=fmtp:111 \r\na=fmtp:4294967296 x\r\na=rtpmap:\r\na=rtpmap:111\r\n");
    }

    private static string Head => "v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\na=extmap-allow-mixed\r\na=msid-semantic: WMS\r\n";

    private static string Audio(string mid, string setup, string direction) =>
        $"m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0\r\nc=IN IP4 0.0.0.0\r\na=mid:{mid}\r\na={direction}\r\na=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\na=rtcp-fb:111 transport-cc\r\n"
        + "a=fmtp:111 minptime=10;useinbandfec=1\r\na=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\na=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n"
        + "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\na=ssrc:1234 cname:x\r\n" + Transport(setup);

    private static string Video(string mid, string setup, string direction) =>
        $"m=video 9 UDP/TLS/RTP/SAVPF 96 97 102 98\r\nc=IN IP4 0.0.0.0\r\na=mid:{mid}\r\na={direction}\r\na=rtcp-mux\r\na=rtcp-rsize\r\na=rtpmap:96 VP8/90000\r\n"
        + "a=rtcp-fb:96 transport-cc\r\na=rtcp-fb:96 nack pli\r\na=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\na=rtpmap:102 H264/90000\r\n"
        + "a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f\r\na=rtpmap:98 VP9/90000\r\na=fmtp:98 profile-id=0\r\n"
        + "a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01\r\na=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\n"
        + "a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id\r\na=ssrc-group:FID 11 12\r\na=ssrc:11 cname:x\r\n" + Transport(setup);

    private static string Transport(string setup) =>
        $"a=ice-ufrag:abcd\r\na=ice-pwd:0123456789012345678901\r\na=ice-options:trickle\r\na=fingerprint:{Fingerprint}\r\na=setup:{setup}\r\n";

    // In a line of its own, and as it is.
    private static IEnumerable<byte[]> Spellings(string word) => [Bytes(word), Bytes($"\r\n{word}\r\n")];

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
