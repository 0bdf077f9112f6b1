using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Telehealth.Rooms;

/// <summary>How nodes know each other's words: sealed with a key that comes from the passes' one, and with the time, so that a word that
/// was overheard is soon worth nothing. The text is <c>milliseconds.base64url(hmac-sha256)</c>.</summary>
internal sealed class NodeSeal(byte[] passKey, TimeProvider clock)
{
    /// <summary>How far two nodes' clocks may be apart, the way included.</summary>
    private static readonly TimeSpan _tolerance = TimeSpan.FromSeconds(30);

    private readonly byte[] _key = HMACSHA256.HashData(passKey, "telehealth node seal"u8);

    public string Seal(string text) => Seal(clock.GetUtcNow().ToUnixTimeMilliseconds(), text);

    public bool Check(string seal, string text)
    {
        var dot = seal.IndexOf('.', StringComparison.Ordinal);
        return dot > 0
            && long.TryParse(seal.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var time)
            && (clock.GetUtcNow() - DateTimeOffset.UnixEpoch - TimeSpan.FromMilliseconds(time)).Duration() <= _tolerance
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(seal), Encoding.UTF8.GetBytes(Seal(time, text)));
    }

    private string Seal(long time, string text)
    {
        var stamp = time.ToString(CultureInfo.InvariantCulture);
        return $"{stamp}.{Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{stamp}\n{text}")))}";
    }
}
