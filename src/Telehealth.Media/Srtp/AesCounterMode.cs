using System.Buffers.Binary;

namespace Telehealth.Media.Srtp;

/// <summary>The AES-CM keystream of one session key and salt (RFC 3711 section 4.1.1).</summary>
internal sealed unsafe class AesCounterMode : IDisposable
{
    private readonly byte[] _salt;
    private nint _context;

    public AesCounterMode(byte[] key, byte[] salt)
    {
        _salt = salt;
        _context = LibCrypto.ContextNew();
        fixed (byte* keyBytes = key)
        {
            if (_context == 0 || LibCrypto.CipherInit(_context, LibCrypto.Aes128Ctr(), 0, keyBytes, null, 1) != 1)
            {
                throw new InvalidOperationException("OpenSSL gave no AES-128-CTR.");
            }
        }
    }

    /// <summary>Encrypts or decrypts: XORs the keystream of this packet over the source.</summary>
    public void Apply(uint ssrc, ulong index, ReadOnlySpan<byte> source, Span<byte> target)
    {
        ObjectDisposedException.ThrowIf(_context == 0, this);
        if (source.IsEmpty)
        {
            return;
        }

        // IV = salt * 2^16 XOR ssrc * 2^64 XOR index * 2^16; the last two bytes count blocks.
        Span<byte> counter = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32BigEndian(counter, 0);
        BinaryPrimitives.WriteUInt32BigEndian(counter[4..], ssrc);
        BinaryPrimitives.WriteUInt64BigEndian(counter[8..], index << 16);
        for (var at = 0; at < _salt.Length; at++)
        {
            counter[at] ^= _salt[at];
        }

        int written;
        fixed (byte* counterBytes = counter)
        fixed (byte* sourceBytes = source)
        fixed (byte* targetBytes = target)
        {
            if (LibCrypto.CipherInit(_context, 0, 0, null, counterBytes, 1) != 1
                || LibCrypto.CipherUpdate(_context, targetBytes, &written, sourceBytes, source.Length) != 1)
            {
                throw new InvalidOperationException("AES-128-CTR failed.");
            }
        }
    }

    public void Dispose()
    {
        LibCrypto.ContextFree(_context);
        _context = 0;
    }
}
