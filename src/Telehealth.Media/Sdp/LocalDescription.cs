namespace Telehealth.Media.Sdp;

/// <summary>What every description we write says about our end.</summary>
/// <param name="SessionId">Fixed for the life of a peer connection.</param>
/// <param name="Version">Higher in each description than in the one before (RFC 8866 5.2).</param>
/// <param name="Addresses">The host candidates, best first.</param>
/// <param name="Port">Of UDP.</param>
/// <param name="TcpPort">Of passive TCP candidates; 0 for none.</param>
internal sealed record LocalDescription(
    ulong SessionId, int Version, string Ufrag, string Password, string Fingerprint, IReadOnlyList<string> Addresses, int Port, int TcpPort = 0);
