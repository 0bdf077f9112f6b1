namespace Telehealth.Media.Vectors;

/// <summary>AEAD_AES_128_GCM test vectors, RFC 7714 sections 16.1.1 and 17.1 (session key and salt given).</summary>
internal static class Rfc7714
{
    public static readonly byte[] Key = Convert.FromHexString("000102030405060708090a0b0c0d0e0f");

    public static readonly byte[] Salt = Convert.FromHexString("517569642070726f2071756f");

    public static readonly byte[] PlainRtp = Convert.FromHexString(
        "8040f17b8041f8d35501a0b2" + "47616c6c696120657374206f6d6e697320646976697361"
        + "20696e207061727465732074726573");

    public static readonly byte[] ProtectedRtp = Convert.FromHexString(
        "8040f17b8041f8d35501a0b2" + "f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833"
        + "899d7f27beb16a9152cf765ee4390cce");

    public const uint RtcpIndex = 0x5d4;

    public static readonly byte[] PlainRtcp = Convert.FromHexString(
        "81c8000d4d617273" + "4e5450314e545032525450200000042a0000e9304c756e61deadbeefdeadbeefdeadbeefdeadbeefdeadbeef");

    public static readonly byte[] ProtectedRtcp = Convert.FromHexString(
        "81c8000d4d617273" + "63e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda4ce09b4686303ded0bb9275b"
        + "c84aa45896cf4d2fc5abf87245d9eade" + "800005d4");
}
