using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace Telehealth.Identity;

/// <summary>The six digits of an authenticator app (RFC 6238 over RFC 4226, SHA-1 and 30 seconds: what every app knows).</summary>
internal static class TotpCode
{
    public const int SecretBytes = 20;
    private const int Digits = 6;
    private const int Modulus = 1_000_000;
    private const int StepSeconds = 30;
    private const string Base32Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static long StepAt(DateTimeOffset time) => time.ToUnixTimeSeconds() / StepSeconds;

    public static string Compute(ReadOnlySpan<byte> secret, long step) =>
        (Truncate(secret, step) % Modulus).ToString("D" + Digits, CultureInfo.InvariantCulture);

    /// <summary>The step whose code this is, the one before and the one after included: telephones' clocks are not exact.</summary>
    public static long? FindStep(ReadOnlySpan<byte> secret, string code, DateTimeOffset now)
    {
        var typed = new string([.. code.Where(letter => !char.IsWhiteSpace(letter))]);
        if (typed.Length != Digits)
        {
            return null;
        }

        long? found = null;
        for (var step = StepAt(now) - 1; step <= StepAt(now) + 1; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(
                System.Text.Encoding.UTF8.GetBytes(Compute(secret, step)), System.Text.Encoding.UTF8.GetBytes(typed)))
            {
                found = step;
            }
        }

        return found;
    }

    /// <summary>What people type when their telephone cannot read the picture.</summary>
    public static string ToBase32(ReadOnlySpan<byte> secret)
    {
        var (text, bits, count) = (new System.Text.StringBuilder(), 0, 0);
        foreach (var octet in secret)
        {
            (bits, count) = ((bits << 8) | octet, count + 8);
            for (; count >= 5; count -= 5)
            {
                text.Append(Base32Letters[(bits >> (count - 5)) & 31]);
            }

            bits &= (1 << count) - 1;
        }

        return count == 0 ? text.ToString() : text.Append(Base32Letters[(bits << (5 - count)) & 31]).ToString();
    }

    [SuppressMessage("Security", "CA5350", Justification = "As a keyed hash SHA-1 is not broken, and apps know nothing else.")]
    internal static int Truncate(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(secret, counter, mac);
        return BinaryPrimitives.ReadInt32BigEndian(mac[(mac[^1] & 0xf)..]) & int.MaxValue;
    }
}
