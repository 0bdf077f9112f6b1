using System.Security.Cryptography;

namespace Telehealth.Media.Dtls;

/// <summary>The hash of a certificate that an SDP announces (RFC 8122): the only thing that says whose keys these are.</summary>
internal sealed class DtlsFingerprint
{
    private readonly HashAlgorithmName _algorithm;
    private readonly byte[] _hash;

    private DtlsFingerprint(HashAlgorithmName algorithm, byte[] hash)
    {
        _algorithm = algorithm;
        _hash = hash;
    }

    /// <summary>SHA-256 and stronger only; RFC 8122 wants SHA-1 and MD5 gone.</summary>
    public static DtlsFingerprint? TryParse(string algorithm, string value)
    {
        var (name, length) = algorithm.ToUpperInvariant() switch
        {
            "SHA-256" => (HashAlgorithmName.SHA256, SHA256.HashSizeInBytes),
            "SHA-384" => (HashAlgorithmName.SHA384, SHA384.HashSizeInBytes),
            "SHA-512" => (HashAlgorithmName.SHA512, SHA512.HashSizeInBytes),
            _ => default,
        };
        if (length == 0 || value.Length != (length * 3) - 1)
        {
            return null;
        }

        var hash = new byte[length];
        for (var index = 0; index < length; index++)
        {
            var pair = value.AsSpan(index * 3, 2);
            if (!byte.TryParse(pair, System.Globalization.NumberStyles.AllowHexSpecifier, null, out hash[index])
                || (index < length - 1 && value[(index * 3) + 2] != ':'))
            {
                return null;
            }
        }

        return new DtlsFingerprint(name, hash);
    }

    /// <summary>A certificate's SHA-256 as SDP writes it.</summary>
    public static string Describe(ReadOnlySpan<byte> certificateDer) =>
        Convert.ToHexString(SHA256.HashData(certificateDer)).Chunk(2).Aggregate(
            string.Empty, (text, pair) => text.Length == 0 ? new string(pair) : $"{text}:{new string(pair)}");

    public bool Matches(ReadOnlySpan<byte> certificateDer) =>
        CryptographicOperations.FixedTimeEquals(_hash, CryptographicOperations.HashData(_algorithm, certificateDer));

    public bool IsSameAs(DtlsFingerprint other) => _algorithm == other._algorithm && _hash.AsSpan().SequenceEqual(other._hash);
}
