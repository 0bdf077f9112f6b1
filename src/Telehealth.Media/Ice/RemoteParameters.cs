using Telehealth.Media.Dtls;

namespace Telehealth.Media.Ice;

/// <summary>What the other side's SDP says about its end of the transport.</summary>
internal sealed record RemoteParameters
{
    public required string Ufrag { get; init; }

    public required string Password { get; init; }

    /// <summary>As in the SDP: <c>sha-256</c>, <c>sha-384</c> or <c>sha-512</c>, in any case.</summary>
    public required string FingerprintAlgorithm { get; init; }

    /// <summary>As in the SDP: hexadecimal pairs with colons, in any case.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The role this side plays; read at the first call only.</summary>
    public required DtlsRole LocalRole { get; init; }
}
