namespace Telehealth.Media.Srtp;

/// <summary>The SRTP protection profiles we speak, numbered as in DTLS-SRTP (RFC 5764, RFC 7714).</summary>
internal enum SrtpProfile
{
    Aes128CmSha1Tag80 = 0x0001,
    AeadAes128Gcm = 0x0007,
}
