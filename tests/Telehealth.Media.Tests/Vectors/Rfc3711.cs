namespace Telehealth.Media.Vectors;

/// <summary>AES-CM and key derivation test vectors, RFC 3711 appendices B.2 and B.3.</summary>
internal static class Rfc3711
{
    public static readonly byte[] KeystreamKey = Convert.FromHexString("2b7e151628aed2a6abf7158809cf4f3c");

    public static readonly byte[] KeystreamSalt = Convert.FromHexString("f0f1f2f3f4f5f6f7f8f9fafbfcfd");

    /// <summary>The first three blocks for SSRC 0 and index 0.</summary>
    public static readonly byte[] Keystream = Convert.FromHexString(
        "e03ead0935c95e80e166b16dd92b4eb4d23513162b02d0f72a43a2fe4a5f97ab41e95b3bb0a2e8dd477901e4fca894c0");

    public static readonly byte[] MasterKey = Convert.FromHexString("e1f97a0d3e018be0d64fa32c06de4139");

    public static readonly byte[] MasterSalt = Convert.FromHexString("0ec675ad498afeebb6960b3aabe6");

    public static readonly byte[] CipherKey = Convert.FromHexString("c61e7a93744f39ee10734afe3ff7a087");

    public static readonly byte[] CipherSalt = Convert.FromHexString("30cbbc08863d8c85d49db34a9ae1");

    public static readonly byte[] AuthenticationKey = Convert.FromHexString(
        "cebe321f6ff7716b6fd4ab49af256a156d38baa48f0a0acf3c34e2359e6cdbce");
}
