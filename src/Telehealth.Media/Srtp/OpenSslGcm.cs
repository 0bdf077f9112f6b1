namespace Telehealth.Media.Srtp;

/// <summary>GCM by an OpenSSL context that is made once and told a new nonce per packet.</summary>
internal sealed unsafe class OpenSslGcm : GcmKey
{
    private nint _context = LibCrypto.ContextNew();

    public OpenSslGcm(ReadOnlySpan<byte> key, bool encrypts)
    {
        fixed (byte* keyBytes = key)
        {
            // OpenSSL's nonce length for GCM is 12 unless told otherwise.
            if (_context == 0 || LibCrypto.CipherInit(_context, LibCrypto.Aes128Gcm(), 0, keyBytes, null, encrypts ? 1 : 0) != 1)
            {
                throw new InvalidOperationException("OpenSSL gave no AES-128-GCM.");
            }
        }
    }

    public override void Seal(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second,
        Span<byte> target, Span<byte> tag)
    {
        int written;
        // Two updates cost more than copying a packet does.
        first.CopyTo(target);
        second.CopyTo(target[first.Length..]);
        fixed (byte* targetBytes = target)
        fixed (byte* tagBytes = tag)
        {
            if (!Begin(nonce, associated)
                || !Update(targetBytes, targetBytes, first.Length + second.Length)
                || LibCrypto.CipherFinal(_context, targetBytes, &written) != 1
                || LibCrypto.ContextControl(_context, LibCrypto.GcmGetTag, TagBytes, tagBytes) != 1)
            {
                throw new InvalidOperationException("AES-128-GCM failed.");
            }
        }
    }

    public override bool TryOpen(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> source, Span<byte> target, ReadOnlySpan<byte> tag)
    {
        int written;
        fixed (byte* sourceBytes = source)
        fixed (byte* targetBytes = target)
        fixed (byte* tagBytes = tag)
        {
            return Begin(nonce, associated)
                && Update(targetBytes, sourceBytes, source.Length)
                && LibCrypto.ContextControl(_context, LibCrypto.GcmSetTag, TagBytes, tagBytes) == 1
                && LibCrypto.CipherFinal(_context, targetBytes, &written) == 1;
        }
    }

    protected override void Dispose(bool disposing)
    {
        LibCrypto.ContextFree(_context);
        _context = 0;
    }

    private bool Begin(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated)
    {
        ObjectDisposedException.ThrowIf(_context == 0, this);
        int written;
        fixed (byte* nonceBytes = nonce)
        fixed (byte* associatedBytes = associated)
        {
            return LibCrypto.CipherInit(_context, 0, 0, null, nonceBytes, -1) == 1
                && (associated.IsEmpty || LibCrypto.CipherUpdate(_context, null, &written, associatedBytes, associated.Length) == 1);
        }
    }

    private bool Update(byte* target, byte* source, int length)
    {
        int written;
        return length == 0 || LibCrypto.CipherUpdate(_context, target, &written, source, length) == 1;
    }
}
