using System.Globalization;

namespace Telehealth.Media.Sdp;

/// <summary>The lines of a session description (RFC 8866), cut into session and media sections; unknown lines are kept and ignored.</summary>
internal sealed class SdpDocument
{
    /// <summary>More m-lines than any client publishes.</summary>
    public const int MaxOffered = 32;

    /// <summary>A client answers for everybody else's tracks: 30 publishers of six, and some that have gone.</summary>
    public const int MaxAnswered = 192;

    // Browsers stay below 2 kB and 70 lines for each m-line on average; beyond these somebody is probing us.
    private const int LengthPerMedia = 2048;
    private const int LinesPerMedia = 62;

    private SdpDocument()
    {
    }

    public SdpSection Session { get; } = new();

    public List<SdpMedia> Media { get; } = [];

    public static bool TryParse(string? text, out SdpDocument document, int maxMedia = MaxOffered)
    {
        document = new SdpDocument();
        if (string.IsNullOrEmpty(text) || text.Length > maxMedia * LengthPerMedia)
        {
            return false;
        }

        var section = document.Session;
        var lines = 0;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan(range).TrimEnd('\r');
            if (line.IsEmpty)
            {
                continue;
            }

            if (++lines > maxMedia * LinesPerMedia || line.Length < 2 || line[1] != '=' || (lines == 1 && !line.SequenceEqual("v=0")))
            {
                return false;
            }

            // RFC 8866 9: no value holds these; in our answer they would make other lines of what we repeat.
            if (line.ContainsAny('\r', '\0'))
            {
                return false;
            }

            if (line[0] == 'm')
            {
                if (document.Media.Count == maxMedia || !SdpMedia.TryParse(line[2..], out var media))
                {
                    return false;
                }

                document.Media.Add(media);
                section = media;
            }
            else if (line[0] == 'a')
            {
                section.Add(line[2..]);
            }
        }

        return lines > 0;
    }
}

/// <summary>The attributes of one section, in order.</summary>
internal class SdpSection
{
    private readonly List<(string Name, string Value)> _attributes = [];

    public void Add(ReadOnlySpan<char> attribute)
    {
        var colon = attribute.IndexOf(':');
        _attributes.Add(colon < 0
            ? (attribute.Trim().ToString(), "")
            : (attribute[..colon].ToString(), attribute[(colon + 1)..].Trim().ToString()));
    }

    public bool Has(string name) => _attributes.Exists(attribute => attribute.Name == name);

    public string? Find(string name)
    {
        foreach (var (found, value) in _attributes)
        {
            if (found == name)
            {
                return value;
            }
        }

        return null;
    }

    public IEnumerable<string> All(string name)
    {
        foreach (var (found, value) in _attributes)
        {
            if (found == name)
            {
                yield return value;
            }
        }
    }
}

/// <summary>One m-line and its attributes.</summary>
internal sealed class SdpMedia : SdpSection
{
    private SdpMedia(string kind, int port, string protocol, IReadOnlyList<string> formats)
    {
        (Kind, Port, Protocol, Formats) = (kind, port, protocol, formats);
    }

    public string Kind { get; }

    public int Port { get; }

    public string Protocol { get; }

    public IReadOnlyList<string> Formats { get; }

    public string Mid => Find("mid") ?? "";

    /// <summary>Port 0 means stopped, except on an m-line that only exists inside a bundle (RFC 9143 6).</summary>
    public bool IsStopped => Port == 0 && !Has("bundle-only");

    public bool Sends => !Has("recvonly") && !Has("inactive");

    public bool Receives => !Has("sendonly") && !Has("inactive");

    public static bool TryParse(ReadOnlySpan<char> line, out SdpMedia media)
    {
        media = null!;
        var parts = line.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 4 || parts[0].Length > 32
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > 65535)
        {
            return false;
        }

        media = new SdpMedia(parts[0], port, parts[2], parts[3..]);
        return true;
    }
}
