namespace Telehealth.Media.Vectors;

/// <summary>AES-128 test cases 1 to 4 of the GCM specification (McGrew and Viega, appendix B), which NIST took over.</summary>
internal static class GcmSpecification
{
    private const string Key = "feffe9928665731c6d6a8f9467308308";
    private const string Nonce = "cafebabefacedbaddecaf888";

    private const string Plain =
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255";

    private const string Encrypted =
        "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
        + "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091473f5985";

    public static readonly GcmCase[] Cases =
    [
        new(new string('0', 32), new string('0', 24), "", "", "", "58e2fccefa7e3061367f1d57a4e7455a"),
        new(
            new string('0', 32), new string('0', 24), "", new string('0', 32),
            "0388dace60b6a392f328c2b971b2fe78", "ab6e47d42cec13bdf53a67b21257bddf"),
        new(Key, Nonce, "", Plain, Encrypted, "4d5c2af327cd64a62cf35abd2ba6fab4"),
        new(
            Key, Nonce, "feedfacedeadbeeffeedfacedeadbeefabaddad2", Plain[..120], Encrypted[..120],
            "5bc94fbc3221a5db94fae95ae7121a47"),
    ];
}

/// <summary>One test case, in hexadecimal.</summary>
internal sealed record GcmCase(string Key, string Nonce, string Associated, string Plain, string Encrypted, string Tag);
