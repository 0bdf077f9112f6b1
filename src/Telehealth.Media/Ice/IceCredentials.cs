namespace Telehealth.Media.Ice;

/// <summary>The local ufrag and password of one ICE generation (RFC 8839 section 5.4).</summary>
internal sealed record IceCredentials(string Ufrag, string Password);
