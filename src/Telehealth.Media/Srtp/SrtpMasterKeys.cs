namespace Telehealth.Media.Srtp;

/// <summary>One direction's master key and salt, as DTLS exports them.</summary>
internal sealed record SrtpMasterKeys(SrtpProfile Profile, byte[] Key, byte[] Salt)
{
    public const int KeyBytes = 16;

    public static int SaltBytes(SrtpProfile profile) => profile == SrtpProfile.AeadAes128Gcm ? 12 : 14;
}
