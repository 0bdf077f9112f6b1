using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Telehealth.Media.Stun;

/// <summary>Numbers of STUN (RFC 8489) and of its use in ICE (RFC 8445).</summary>
internal static class StunFormat
{
    public const int HeaderBytes = 20;
    public const int TransactionIdBytes = 12;
    public const int IntegrityBytes = 20;
    public const uint MagicCookie = 0x2112A442;

    // RFC 8489 section 14.7: keeps a STUN CRC from looking like that of another protocol.
    public const uint FingerprintMask = 0x5354554e;

    public const ushort BindingRequest = 0x0001;
    public const ushort BindingSuccess = 0x0101;
    public const ushort BindingError = 0x0111;

    public const ushort Username = 0x0006;
    public const ushort MessageIntegrity = 0x0008;
    public const ushort ErrorCode = 0x0009;
    public const ushort UnknownAttributes = 0x000A;
    public const ushort Realm = 0x0014;
    public const ushort Nonce = 0x0015;
    public const ushort XorMappedAddress = 0x0020;
    public const ushort Priority = 0x0024;
    public const ushort UseCandidate = 0x0025;
    public const ushort Fingerprint = 0x8028;
    public const ushort IceControlled = 0x8029;
    public const ushort IceControlling = 0x802A;

    public const int BadRequest = 400;
    public const int UnknownAttribute = 420;
    public const int RoleConflict = 487;

    /// <summary>Attributes below 0x8000 must be understood; these are.</summary>
    public static bool IsUnderstood(ushort attribute) =>
        attribute is >= 0x8000 or Username or MessageIntegrity or ErrorCode or UnknownAttributes or Realm or Nonce
            or XorMappedAddress or Priority or UseCandidate;

    [SuppressMessage("Security", "CA5350", Justification = "RFC 8445 knows no other MESSAGE-INTEGRITY; browsers send this one.")]
    public static void ComputeIntegrity(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, Span<byte> integrity)
    {
        HMACSHA1.HashData(key, message, integrity);
    }
}
