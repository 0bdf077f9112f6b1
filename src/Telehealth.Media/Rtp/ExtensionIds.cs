namespace Telehealth.Media.Rtp;

/// <summary>The header extension ids one connection negotiated; 0 where it did not.</summary>
internal readonly record struct ExtensionIds(
    byte Mid,
    byte Rid,
    byte RepairedRid,
    byte AbsSendTime,
    byte TransportCc,
    byte AudioLevel,
    byte Dependencies = 0)
{
    public const string MidUri = "urn:ietf:params:rtp-hdrext:sdes:mid";
    public const string RidUri = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";
    public const string RepairedRidUri = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id";
    public const string AbsSendTimeUri = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";
    public const string TransportCcUri = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
    public const string AudioLevelUri = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";

    public const string DependenciesUri = "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension";

    /// <summary>The same ids with <paramref name="uri"/> standing on <paramref name="id"/>; unknown names change nothing.</summary>
    public ExtensionIds With(string uri, byte id) => uri switch
    {
        MidUri => this with { Mid = id },
        RidUri => this with { Rid = id },
        RepairedRidUri => this with { RepairedRid = id },
        AbsSendTimeUri => this with { AbsSendTime = id },
        TransportCcUri => this with { TransportCc = id },
        AudioLevelUri => this with { AudioLevel = id },
        DependenciesUri => this with { Dependencies = id },
        _ => this,
    };

    public static bool IsKnown(string uri) =>
        uri is MidUri or RidUri or RepairedRidUri or AbsSendTimeUri or TransportCcUri or AudioLevelUri or DependenciesUri;
}
