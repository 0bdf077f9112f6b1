using System.Globalization;
using System.Text;

namespace Telehealth.Media.Peer;

/// <summary>Answers the server's offers: takes everything it sends, with its own numbers.</summary>
internal static class AnswerText
{
    public static string Write(PeerSdp offer, PeerTransport transport)
    {
        var text = new StringBuilder("v=0\r\no=- 7 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n");
        text.Append(CultureInfo.InvariantCulture, $"a=group:BUNDLE {string.Join(' ', offer.Sections.Select(section => section.Mid))}\r\na=msid-semantic: WMS\r\n");
        foreach (var section in offer.Sections)
        {
            text.Append(CultureInfo.InvariantCulture, $"m={section.Kind} 9 UDP/TLS/RTP/SAVPF {string.Join(' ', section.PayloadTypes)}\r\nc=IN IP4 0.0.0.0\r\n");
            text.Append(CultureInfo.InvariantCulture, $"a=ice-ufrag:{transport.Ufrag}\r\na=ice-pwd:{transport.Password}\r\na=ice-options:trickle\r\n");
            text.Append(CultureInfo.InvariantCulture, $"a=fingerprint:sha-256 {transport.Fingerprint}\r\na=setup:active\r\na=mid:{section.Mid}\r\n");
            text.Append(section.Direction == "inactive" ? "a=inactive\r\n" : "a=recvonly\r\n").Append("a=rtcp-mux\r\na=rtcp-rsize\r\n");
            foreach (var name in (ReadOnlySpan<string>)["extmap", "rtpmap", "rtcp-fb", "fmtp"])
            {
                foreach (var value in section.All(name))
                {
                    text.Append(CultureInfo.InvariantCulture, $"a={name}:{value}\r\n");
                }
            }
        }

        return text.ToString();
    }
}
