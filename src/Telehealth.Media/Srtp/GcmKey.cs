namespace Telehealth.Media.Srtp;

/// <summary>AES-128-GCM (NIST SP 800-38D) under one key, in one direction. One thread at a time.</summary>
internal abstract class GcmKey : IDisposable
{
    public const int KeyBytes = 16;
    public const int NonceBytes = 12;
    public const int TagBytes = 16;

    /// <summary>The processor's own instructions where it has them, else OpenSSL.</summary>
    public static GcmKey Create(ReadOnlySpan<byte> key, bool encrypts) =>
        HardwareGcm.IsSupported ? new HardwareGcm(key) : new OpenSslGcm(key, encrypts);

    /// <summary>Encrypts both parts, one behind the other, into the target, and writes the tag. No part may be the target.</summary>
    public abstract void Seal(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second,
        Span<byte> target, Span<byte> tag);

    /// <summary>
    /// Decrypts into the target, which may be the source; false when the tag is wrong, and then the target holds nothing of use.
    /// </summary>
    public abstract bool TryOpen(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> source, Span<byte> target, ReadOnlySpan<byte> tag);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
