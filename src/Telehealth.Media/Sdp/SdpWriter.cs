using System.Globalization;
using System.Text;

namespace Telehealth.Media.Sdp;

/// <summary>Puts descriptions together line by line, with CRLF (RFC 8866 5).</summary>
internal sealed class SdpWriter
{
    private readonly StringBuilder _text = new();

    public SdpWriter Line(string line)
    {
        _text.Append(line).Append("\r\n");
        return this;
    }

    public SdpWriter Line(FormattableString line) => Line(line.ToString(CultureInfo.InvariantCulture));

    public void Session(LocalDescription local, IEnumerable<string> bundledMids)
    {
        Line("v=0");
        Line($"o=- {local.SessionId} {local.Version} IN IP4 127.0.0.1");
        Line("s=-").Line("t=0 0");
        Line($"a=group:BUNDLE {string.Join(' ', bundledMids)}");
        Line("a=ice-lite").Line("a=extmap-allow-mixed").Line("a=msid-semantic: WMS *");
    }

    /// <summary>ICE and DTLS of one m-line; the candidates stand on the first of the bundle only (RFC 9143 7.3.2).</summary>
    public void Transport(LocalDescription local, string setup, bool withCandidates)
    {
        Line($"a=ice-ufrag:{local.Ufrag}").Line($"a=ice-pwd:{local.Password}");
        Line($"a=fingerprint:sha-256 {local.Fingerprint}").Line($"a=setup:{setup}");
        Line("a=rtcp-mux").Line("a=rtcp-rsize");
        if (!withCandidates)
        {
            return;
        }

        for (var i = 0; i < local.Addresses.Count; i++)
        {
            // RFC 8445 5.1.2.1: type preference 126 for host candidates, then our own order, then component 1.
            Line($"a=candidate:{i + 1} 1 udp {Priority(126, 65535u - (uint)i)} {local.Addresses[i]} {local.Port} typ host");
        }

        for (var i = 0; i < local.Addresses.Count && local.TcpPort != 0; i++)
        {
            // RFC 6544 4.2: below every UDP candidate, relayed ones aside; direction preference 4 for passive, then our own order.
            var priority = Priority(90, (4u << 13) | (8191u - (uint)i));
            var foundation = local.Addresses.Count + i + 1;
            Line($"a=candidate:{foundation} 1 tcp {priority} {local.Addresses[i]} {local.TcpPort} typ host tcptype passive");
        }

        Line("a=end-of-candidates");
    }

    private static uint Priority(uint type, uint local) => (type << 24) | (local << 8) | 255u;

    public override string ToString() => _text.ToString();
}
