using System.Globalization;
using System.Net;
using Telehealth.Media.Dtls;
using Telehealth.Media.Rtp;

namespace Telehealth.Media.Peer;

/// <summary>One m-line of a description the server wrote, read independently of the server's own parser.</summary>
internal sealed class PeerSection(string[] mediaLine)
{
    private readonly List<(string Name, string Value)> _attributes = [];

    public string Kind => mediaLine[0];

    public int Port => int.Parse(mediaLine[1], CultureInfo.InvariantCulture);

    public IEnumerable<byte> PayloadTypes => mediaLine.Skip(3).Select(type => byte.Parse(type, CultureInfo.InvariantCulture));

    public string Mid => Find("mid") ?? string.Empty;

    public string Direction => _attributes.Select(attribute => attribute.Name)
        .FirstOrDefault(name => name is "sendrecv" or "sendonly" or "recvonly" or "inactive", "sendrecv");

    public void Add(string name, string value) => _attributes.Add((name, value));

    public string? Find(string name) => _attributes.FirstOrDefault(attribute => attribute.Name == name).Value;

    public IEnumerable<string> All(string name) =>
        _attributes.Where(attribute => attribute.Name == name).Select(attribute => attribute.Value);

    /// <summary>The payload type that a codec has here; 0 when it is not there.</summary>
    public byte PayloadTypeOf(string codec) => All("rtpmap")
        .Where(map => map.EndsWith(codec, StringComparison.OrdinalIgnoreCase))
        .Select(map => byte.Parse(map.Split(' ')[0], CultureInfo.InvariantCulture))
        .FirstOrDefault();

    public ExtensionIds Extensions => All("extmap").Select(map => map.Split(' ')).Aggregate(
        default(ExtensionIds), (ids, map) => ids.With(map[1], byte.Parse(map[0].Split('/')[0], CultureInfo.InvariantCulture)));

    /// <summary>The media SSRC and that of its retransmissions; 0 where there is none.</summary>
    public (uint Media, uint Rtx) Sources
    {
        get
        {
            if (Find("ssrc-group")?.Split(' ') is ["FID", var media, var rtx])
            {
                return (uint.Parse(media, CultureInfo.InvariantCulture), uint.Parse(rtx, CultureInfo.InvariantCulture));
            }

            return Find("ssrc") is { } first ? (uint.Parse(first.Split(' ')[0], CultureInfo.InvariantCulture), 0u) : (0u, 0u);
        }
    }
}

/// <summary>A description that the server wrote.</summary>
internal sealed class PeerSdp
{
    private readonly PeerSection _session = new(["session", "0"]);

    private PeerSdp(string text)
    {
        var current = _session;
        foreach (var line in text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("m=", StringComparison.Ordinal))
            {
                current = new PeerSection(line[2..].Split(' '));
                Sections.Add(current);
            }
            else if (line.StartsWith("a=", StringComparison.Ordinal))
            {
                var parts = line[2..].Split(':', 2);
                current.Add(parts[0], parts.Length > 1 ? parts[1] : string.Empty);
            }
        }
    }

    public List<PeerSection> Sections { get; } = [];

    public static PeerSdp Parse(string text) => new(text);

    /// <summary>Where and who the server is; a browser takes it from the first line of the bundle.</summary>
    public PeerRemote Remote(DtlsRole localRole, PeerWay? way = null)
    {
        var first = Sections.First(section => section.Port != 0);
        var candidate = first.All("candidate").Concat(_session.All("candidate"))
            .Select(line => line.Split(' '))
            .Where(parts => parts[2].Equals(way is { ByTcp: true } ? "tcp" : "udp", StringComparison.OrdinalIgnoreCase))
            .Select(parts => new IPEndPoint(IPAddress.Parse(parts[4]), int.Parse(parts[5], CultureInfo.InvariantCulture)))
            .First(address => way?.Only is null || address.Address.Equals(way.Only));
        var fingerprint = Required(first, "fingerprint").Split(' ');
        return new PeerRemote(candidate, Required(first, "ice-ufrag"), Required(first, "ice-pwd"), fingerprint[1], localRole);
    }

    public string Setup => Required(Sections.First(section => section.Port != 0), "setup");

    private string Required(PeerSection section, string name) =>
        section.Find(name) ?? _session.Find(name) ?? throw new InvalidDataException($"the server's SDP has no {name}");
}
