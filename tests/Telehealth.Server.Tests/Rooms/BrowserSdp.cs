namespace Telehealth.Rooms;

/// <summary>Descriptions as a browser writes them, cut to what the server reads. No media flows in these tests.</summary>
internal static class BrowserSdp
{
    private const string Fingerprint =
        "a=fingerprint:sha-256 6A:1B:2C:3D:4E:5F:60:71:82:93:A4:B5:C6:D7:E8:F9:0A:1B:2C:3D:4E:5F:60:71:82:93:A4:B5:C6:D7:E8:F9";

    /// <summary>An offer of a microphone (mid 0) and, when asked for, a camera (mid 1).</summary>
    public static string Offer(bool withCamera = false)
    {
        string[] session = ["v=0", "o=- 4611731400430051336 2 IN IP4 127.0.0.1", "s=-", "t=0 0", withCamera ? "a=group:BUNDLE 0 1" : "a=group:BUNDLE 0"];
        string[] microphone =
        [
            "m=audio 9 UDP/TLS/RTP/SAVPF 111", "c=IN IP4 0.0.0.0", .. Transport("0"), "a=sendonly", "a=rtcp-mux",
            "a=rtpmap:111 opus/48000/2", "a=rtcp-fb:111 transport-cc", "a=fmtp:111 minptime=10;useinbandfec=1",
            "a=ssrc:1001 cname:one",
        ];
        string[] camera = !withCamera ? [] :
        [
            "m=video 9 UDP/TLS/RTP/SAVPF 96 97", "c=IN IP4 0.0.0.0", .. Transport("1"), "a=sendonly", "a=rtcp-mux", "a=rtcp-rsize",
            "a=rtpmap:96 VP8/90000", "a=rtcp-fb:96 transport-cc", "a=rtcp-fb:96 nack", "a=rtcp-fb:96 nack pli",
            "a=rtpmap:97 rtx/90000", "a=fmtp:97 apt=96", "a=ssrc-group:FID 2001 2002", "a=ssrc:2001 cname:one", "a=ssrc:2002 cname:one",
        ];
        return string.Join("\r\n", [.. session, .. microphone, .. camera, ""]);
    }

    /// <summary>Takes everything that the server offers.</summary>
    public static string AnswerTo(string offer)
    {
        var lines = offer.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith("a=candidate", StringComparison.Ordinal)
                && !line.StartsWith("a=ssrc", StringComparison.Ordinal)
                && !line.StartsWith("a=msid", StringComparison.Ordinal)
                && line is not ("a=ice-lite" or "a=end-of-candidates"))
            .Select(line => line switch
            {
                "a=sendonly" => "a=recvonly",
                "a=setup:actpass" => "a=setup:active",
                _ when line.StartsWith("a=ice-ufrag", StringComparison.Ordinal) => "a=ice-ufrag:own1",
                _ when line.StartsWith("a=ice-pwd", StringComparison.Ordinal) => "a=ice-pwd:abcdefghijklmnopqrstuvwx",
                _ when line.StartsWith("a=fingerprint", StringComparison.Ordinal) => Fingerprint,
                _ => line,
            });
        return string.Join("\r\n", lines) + "\r\n";
    }

    private static string[] Transport(string mid) =>
    [
        "a=ice-ufrag:abcd", "a=ice-pwd:abcdefghijklmnopqrstuvwx", "a=ice-options:trickle", Fingerprint, "a=setup:actpass", $"a=mid:{mid}",
        "a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
        "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid",
    ];
}
