using System.Security.Cryptography;

namespace Telehealth.Media.Srtp;

/// <summary>Makes session keys out of a master key (RFC 3711 section 4.3; RFC 7714 section 11 for the short salt).</summary>
internal static class SrtpKeyDerivation
{
    public const byte RtpKey = 0;
    public const byte RtpAuthentication = 1;
    public const byte RtpSalt = 2;
    public const byte RtcpKey = 3;
    public const byte RtcpAuthentication = 4;
    public const byte RtcpSalt = 5;

    public static byte[] Derive(SrtpMasterKeys master, byte label, int length)
    {
        // The label stands left of the 48-bit index, which is zero: we never re-derive. A 12-byte salt is padded on the right.
        Span<byte> counter = stackalloc byte[16];
        counter.Clear();
        master.Salt.CopyTo(counter);
        counter[7] ^= label;

        using var aes = Aes.Create();
        aes.Key = master.Key;
        var result = new byte[length];
        Span<byte> block = stackalloc byte[16];
        for (var offset = 0; offset < length; offset += block.Length)
        {
            counter[15] = (byte)(offset / block.Length);
            aes.EncryptEcb(counter, block, PaddingMode.None);
            block[..Math.Min(block.Length, length - offset)].CopyTo(result.AsSpan(offset));
        }

        return result;
    }
}
