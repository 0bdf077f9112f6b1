using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Telehealth.Media.Dtls;

/// <summary>Our self-signed ECDSA P-256 certificate and the OpenSSL context that shows it. Associations keep the context alive.</summary>
internal sealed unsafe class DtlsIdentity : IDisposable
{
    // A handshake message longer than this is no browser's: their certificates are under 500 bytes.
    private const int LargestCertificateList = 16 * 1024;

    private static readonly TimeSpan _validity = TimeSpan.FromDays(30);

    private nint _context;

    public DtlsIdentity(DateTimeOffset now)
    {
        CreatedAt = now;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=media", key, HashAlgorithmName.SHA256);

        // A day back: the peer's clock may be behind ours.
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.Add(_validity).AddDays(-1));
        Fingerprint = DtlsFingerprint.Describe(certificate.RawData);
        _context = CreateContext(certificate.RawData, key.ExportECPrivateKey());
    }

    public DateTimeOffset CreatedAt { get; }

    /// <summary>SHA-256 as SDP writes it.</summary>
    public string Fingerprint { get; }

    public nint Context => _context != 0 ? _context : throw new ObjectDisposedException(nameof(DtlsIdentity));

    public void Dispose()
    {
        if (_context != 0)
        {
            OpenSsl.ContextFree(_context);
            _context = 0;
        }
    }

    private static nint CreateContext(ReadOnlySpan<byte> certificate, ReadOnlySpan<byte> key)
    {
        var context = OpenSsl.ContextNew(OpenSsl.DtlsMethod());
        Require(context != 0);

        // OpenSSL 3.0 ends at DTLS 1.2; browsers that offer 1.3 fall back without a further round trip.
        Require(OpenSsl.ContextControl(context, OpenSsl.ControlMinVersion, OpenSsl.Dtls12, null) == 1);
        Require(OpenSsl.ContextControl(context, OpenSsl.ControlMaxVersion, OpenSsl.Dtls12, null) == 1);
        OpenSsl.ContextSetOptions(
            context,
            OpenSsl.OptionNoQueryMtu | OpenSsl.OptionNoTicket | OpenSsl.OptionNoCompression
                | OpenSsl.OptionServerPreference | OpenSsl.OptionNoRenegotiation);
        OpenSsl.ContextControl(context, OpenSsl.ControlMode, OpenSsl.ModeReleaseBuffers, null);
        OpenSsl.ContextControl(context, OpenSsl.ControlSessionCacheMode, 0, null);
        OpenSsl.ContextControl(context, OpenSsl.ControlMaxCertificateList, LargestCertificateList, null);

        // RSA suites too: as client we meet peers whose certificate is RSA.
        fixed (byte* ciphers = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305\0"u8)
        fixed (byte* groups = "X25519:P-256:P-384\0"u8)
        {
            Require(OpenSsl.ContextSetCiphers(context, ciphers) == 1);
            Require(OpenSsl.ContextControl(context, OpenSsl.ControlGroups, 0, groups) == 1);
        }

        fixed (byte* certificateDer = certificate)
        fixed (byte* keyDer = key)
        {
            Require(OpenSsl.ContextUseCertificate(context, certificate.Length, certificateDer) == 1);
            Require(OpenSsl.ContextUsePrivateKey(OpenSsl.KeyTypeEc, context, keyDer, key.Length) == 1);
        }

        OpenSsl.ContextSetVerify(context, OpenSsl.VerifyPeer | OpenSsl.VerifyFailIfNone, &AcceptAnyChain);
        return context;
    }

    private static void Require(bool succeeded)
    {
        if (!succeeded)
        {
            throw new InvalidOperationException("OpenSSL refused the DTLS settings; libssl.so.3 with ECDSA and AES-GCM is needed.");
        }
    }

    // Certificates are self-signed by design; the fingerprint from the signalling decides, after the handshake.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int AcceptAnyChain(int trusted, nint store) => 1;
}
