using System.Globalization;
using Telehealth.Media.Dtls;
using Telehealth.Media.Ice;
using Telehealth.Media.Rtp;

namespace Telehealth.Media.Sdp;

/// <summary>A codec of an m-line that we speak, with the payload type of its retransmissions (0 for none).</summary>
internal readonly record struct CodecChoice(byte PayloadType, byte RtxPayloadType, string Parameters)
{
    /// <summary>Of the same codec with redundancy (RFC 2198); 0 for none.</summary>
    public byte RedPayloadType { get; init; }
}

/// <summary>Reads the attribute values that both sides of a negotiation need; never throws.</summary>
internal static class SdpFields
{
    // Forms of one codec in one section; Chromium offers six of H.264.
    private const int MostForms = 16;

    /// <summary>ICE and DTLS of a section; what it does not say itself stands at session level (Firefox's fingerprint).</summary>
    public static bool TryReadTransport(SdpDocument document, SdpMedia media, DtlsRole role, out RemoteParameters remote)
    {
        remote = null!;
        var ufrag = media.Find("ice-ufrag") ?? document.Session.Find("ice-ufrag");
        var password = media.Find("ice-pwd") ?? document.Session.Find("ice-pwd");
        var fingerprint = (media.Find("fingerprint") ?? document.Session.Find("fingerprint"))?.Split(' ', 2);
        // RFC 8839 5.4: 4 to 256 and 22 to 256 ice-chars.
        if (!IsIceText(ufrag, 4) || !IsIceText(password, 22)
            || fingerprint is not [var algorithm, var value] || !IsFingerprint(algorithm, value))
        {
            return false;
        }

        remote = new RemoteParameters
        {
            Ufrag = ufrag!,
            Password = password!,
            FingerprintAlgorithm = algorithm,
            Fingerprint = value,
            LocalRole = role,
        };
        return true;
    }

    public static string? Setup(SdpDocument document, SdpMedia media) =>
        media.Find("setup") ?? document.Session.Find("setup");

    /// <summary>The first payload type of a codec, as <c>VP8/90000</c> or <c>opus/48000/2</c>, and the one that repeats it.</summary>
    public static bool TryFindCodec(SdpMedia media, string codec, out CodecChoice choice) =>
        TryFindCodec(media, codec, _ => true, out choice);

    /// <summary>The same, of those whose parameters fit.</summary>
    public static bool TryFindCodec(SdpMedia media, string codec, Func<string, bool> fits, out CodecChoice choice)
    {
        choice = default;
        var left = MostForms;
        foreach (var map in media.All("rtpmap"))
        {
            if (left == 0 || !TrySplitPayload(map, out var payloadType, out var name)
                || !name.Equals(codec, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            left--;
            var parameters = FindParameters(media, payloadType);
            if (!fits(parameters))
            {
                continue;
            }

            choice = new CodecChoice(payloadType, FindRtx(media, payloadType), parameters)
            {
                RedPayloadType = FindRed(media, payloadType),
            };
            return true;
        }

        return false;
    }

    /// <summary>The extensions we know; one id standing for two names is a malformed description.</summary>
    public static bool TryReadExtensions(SdpMedia media, ExtensionIds before, out ExtensionIds ids)
    {
        ids = before;
        foreach (var map in media.All("extmap"))
        {
            var parts = map.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length < 2)
            {
                return false;
            }

            var number = parts[0].Split('/')[0];
            if (!byte.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id is 0 or 15)
            {
                return false;
            }

            ids = ids.With(parts[1], id);
        }

        return true;
    }

    /// <summary>The simulcast layers the other side sends, lowest first as browsers list them; empty when it sends one stream.</summary>
    public static bool TryReadSimulcast(SdpMedia media, out IReadOnlyList<string> rids)
    {
        rids = [];
        if (media.Find("simulcast") is not { } simulcast)
        {
            return true;
        }

        var parts = simulcast.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var at = Array.IndexOf(parts, "send");
        if (at < 0 || at + 1 >= parts.Length)
        {
            return true;
        }

        // "a,b" are alternatives of one layer, "~" marks one that starts paused (RFC 8853 5.1).
        var named = parts[at + 1].Split(';').Select(layer => layer.Split(',')[0].TrimStart('~')).ToArray();
        var declared = media.All("rid").Select(rid => rid.Split(' ')[0]).ToHashSet();
        rids = named;
        return named.Length <= 3 && named.Distinct().Count() == named.Length
            && named.All(rid => rid.Length is > 0 and <= 16 && rid.All(char.IsAsciiLetterOrDigit) && declared.Contains(rid));
    }

    /// <summary>The first media SSRC that the section names and the one of its retransmissions; 0 where it names none.</summary>
    public static (uint Media, uint Rtx) ReadSources(SdpMedia media)
    {
        foreach (var group in media.All("ssrc-group"))
        {
            if (group.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["FID", var first, var second]
                && TryReadSsrc(first, out var source) && TryReadSsrc(second, out var rtx))
            {
                return (source, rtx);
            }
        }

        foreach (var line in media.All("ssrc"))
        {
            if (TryReadSsrc(line.Split(' ')[0], out var source))
            {
                return (source, 0);
            }
        }

        return (0, 0);
    }

    public static bool HasFeedback(SdpMedia media, byte payloadType, string feedback)
    {
        var number = payloadType.ToString(CultureInfo.InvariantCulture);
        return media.All("rtcp-fb").Any(line => line == $"{number} {feedback}" || line == $"* {feedback}");
    }

    private delegate bool NamesPayload(ReadOnlySpan<char> parameters, byte payloadType);

    private static bool TryReadSsrc(string text, out uint ssrc) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ssrc);

    private static byte FindRtx(SdpMedia media, byte payloadType) => FindCompanion(media, "rtx/90000", payloadType, IsRepeatOf);

    /// <summary>Redundant audio all of whose blocks have the given payload type, as browsers offer it.</summary>
    private static byte FindRed(SdpMedia media, byte payloadType) => FindCompanion(media, "red/48000/2", payloadType, IsMadeOf);

    /// <summary>The payload type of a format whose parameters name another one. Looks at every line once: a description of nothing but codecs must not cost the square of its length.</summary>
    private static byte FindCompanion(SdpMedia media, string format, byte payloadType, NamesPayload names)
    {
        var mapped = UInt128.Zero;
        foreach (var map in media.All("rtpmap"))
        {
            if (TrySplitPayload(map, out var companion, out var name) && name.Equals(format, StringComparison.OrdinalIgnoreCase))
            {
                mapped |= UInt128.One << companion;
            }
        }

        foreach (var line in media.All("fmtp"))
        {
            if (TrySplitPayload(line, out var companion, out var parameters)
                && (mapped & (UInt128.One << companion)) != UInt128.Zero && names(parameters, payloadType))
            {
                return companion;
            }
        }

        return 0;
    }

    // RFC 4588 8.1.
    private static bool IsRepeatOf(ReadOnlySpan<char> parameters, byte payloadType)
    {
        foreach (var range in parameters.Split(';'))
        {
            var parameter = parameters[range].Trim();
            if (parameter.StartsWith("apt=", StringComparison.Ordinal) && IsPayload(parameter[4..], payloadType))
            {
                return true;
            }
        }

        return false;
    }

    // RFC 2198 5: one number for each block, as "111/111".
    private static bool IsMadeOf(ReadOnlySpan<char> parameters, byte payloadType)
    {
        foreach (var range in parameters.Split('/'))
        {
            if (!IsPayload(parameters[range], payloadType))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPayload(ReadOnlySpan<char> text, byte payloadType) =>
        byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number == payloadType;

    private static string FindParameters(SdpMedia media, byte payloadType)
    {
        foreach (var line in media.All("fmtp"))
        {
            if (TrySplitPayload(line, out var found, out var parameters) && found == payloadType)
            {
                return parameters.ToString();
            }
        }

        return "";
    }

    private static bool TrySplitPayload(string line, out byte payloadType, out ReadOnlySpan<char> rest)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        payloadType = 0;
        rest = space < 0 ? default : line.AsSpan(space + 1).Trim();
        return space > 0
            && byte.TryParse(line.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture, out payloadType)
            // 0 says "none" with us and is PCMU everywhere; RFC 5761 4: 64 to 95 would look like RTCP.
            && payloadType is (> 0 and <= 63) or (>= 96 and <= 127);
    }

    private static bool IsIceText(string? text, int shortest) =>
        text is not null && text.Length >= shortest && text.Length <= 256
        && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '+' or '/');

    private static bool IsFingerprint(string algorithm, string value) =>
        algorithm.ToLowerInvariant() is "sha-256" or "sha-384" or "sha-512" && value.Length is >= 95 and <= 191
        && value.All(character => char.IsAsciiHexDigit(character) || character == ':');
}
