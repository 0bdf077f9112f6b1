namespace Telehealth.Media.Srtp;

/// <summary>HMAC-SHA1 (RFC 2104) with the key's two blocks hashed once and copied per packet.</summary>
internal sealed unsafe class HmacSha1
{
    private const int BlockBytes = 64;
    private const int HashBytes = 20;

    private readonly LibCrypto.Sha1State _inner;
    private readonly LibCrypto.Sha1State _outer;

    /// <summary>The key is at most one block long; SRTP's has 20 bytes.</summary>
    public HmacSha1(ReadOnlySpan<byte> key)
    {
        _inner = HashPaddedKey(key, 0x36);
        _outer = HashPaddedKey(key, 0x5C);
    }

    /// <summary>The first bytes of the HMAC over both parts, as many as the tag holds.</summary>
    public void Compute(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> tag)
    {
        var hash = stackalloc byte[HashBytes];
        var state = _inner;
        fixed (byte* firstBytes = first)
        fixed (byte* secondBytes = second)
        {
            _ = LibCrypto.Sha1Update(&state, firstBytes, first.Length);
            _ = LibCrypto.Sha1Update(&state, secondBytes, second.Length);
        }

        _ = LibCrypto.Sha1Final(hash, &state);
        state = _outer;
        _ = LibCrypto.Sha1Update(&state, hash, HashBytes);
        _ = LibCrypto.Sha1Final(hash, &state);
        new ReadOnlySpan<byte>(hash, tag.Length).CopyTo(tag);
    }

    private static LibCrypto.Sha1State HashPaddedKey(ReadOnlySpan<byte> key, byte pad)
    {
        var block = stackalloc byte[BlockBytes];
        new Span<byte>(block, BlockBytes).Fill(pad);
        for (var at = 0; at < key.Length; at++)
        {
            block[at] ^= key[at];
        }

        LibCrypto.Sha1State state;
        _ = LibCrypto.Sha1Init(&state);
        _ = LibCrypto.Sha1Update(&state, block, BlockBytes);
        return state;
    }
}
