namespace Telehealth.Rooms;

/// <summary>Section <c>Turn</c>: a relay for browsers whose network passes nothing but TLS. Without addresses there is none.</summary>
public sealed class TurnOptions
{
    public const int MinSecretLength = 32;

    /// <summary>What browsers get, such as <c>turns:turn.example.org:443?transport=tcp</c>.</summary>
    public IReadOnlyList<string> Urls { get; set; } = [];

    /// <summary>At least 32 random characters, the same as coturn's <c>static-auth-secret</c>.</summary>
    public string Secret { get; set; } = "";

    /// <summary>How long a credential opens new relays; one that is open stays so.</summary>
    public int CredentialMinutes { get; set; } = 10;

    /// <summary>Without the empty addresses that an environment variable leaves where nobody set it.</summary>
    public IReadOnlyList<string> Relays => [.. Urls.Where(url => url.Length > 0)];

    /// <summary>RFC 7065's schemes; a browser throws at anything else.</summary>
    public bool HasGoodUrls => Relays.All(url =>
        url.StartsWith("turns:", StringComparison.Ordinal) || url.StartsWith("turn:", StringComparison.Ordinal));
}
