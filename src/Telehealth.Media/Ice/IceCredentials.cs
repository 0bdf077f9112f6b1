using System.Security.Cryptography;
using System.Text;

namespace Telehealth.Media.Ice;

/// <summary>The local ufrag and password of one ICE generation (RFC 8839 section 5.4).</summary>
internal sealed record IceCredentials(string Ufrag, string Password)
{
    private const string IceCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    // 144 bits: the ufrag finds the transport, so it must not be guessed or met twice.
    private const int UfragLength = 24;

    // RFC 8445 section 5.3 wants 128 bits.
    private const int PasswordLength = 32;

    /// <summary>The key of MESSAGE-INTEGRITY.</summary>
    public byte[] Key { get; } = Encoding.UTF8.GetBytes(Password);

    /// <summary>The other side's ufrag in this generation; null until its SDP has come.</summary>
    public string? RemoteUfrag { get; set; }

    public static IceCredentials Create() =>
        new(RandomNumberGenerator.GetString(IceCharacters, UfragLength), RandomNumberGenerator.GetString(IceCharacters, PasswordLength));
}
