using System.Runtime.InteropServices;

namespace Telehealth.Media.Srtp;

/// <summary>The part of OpenSSL's libcrypto that SRTP needs: reused contexts are three times as fast as .NET's own classes per packet.</summary>
internal static unsafe partial class LibCrypto
{
    public const int GcmGetTag = 0x10;
    public const int GcmSetTag = 0x11;

    private const string Library = OpenSslFiles.Crypto;

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_CTX_new")]
    public static partial nint ContextNew();

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_CTX_free")]
    public static partial void ContextFree(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_aes_128_gcm")]
    public static partial nint Aes128Gcm();

    [LibraryImport(Library, EntryPoint = "EVP_aes_128_ctr")]
    public static partial nint Aes128Ctr();

    [LibraryImport(Library, EntryPoint = "EVP_CipherInit_ex")]
    public static partial int CipherInit(nint context, nint cipher, nint engine, byte* key, byte* nonce, int encrypt);

    [LibraryImport(Library, EntryPoint = "EVP_CipherUpdate")]
    public static partial int CipherUpdate(nint context, byte* target, int* targetLength, byte* source, int sourceLength);

    [LibraryImport(Library, EntryPoint = "EVP_CipherFinal_ex")]
    public static partial int CipherFinal(nint context, byte* target, int* targetLength);

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_CTX_ctrl")]
    public static partial int ContextControl(nint context, int command, int number, void* pointer);

    /// <summary>OpenSSL's SHA_CTX: copying one with the key already hashed halves the work of HMAC.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Sha1State
    {
        private fixed uint _words[24];
    }

    [LibraryImport(Library, EntryPoint = "SHA1_Init")]
    public static partial int Sha1Init(Sha1State* state);

    [LibraryImport(Library, EntryPoint = "SHA1_Update")]
    public static partial int Sha1Update(Sha1State* state, byte* source, nint length);

    [LibraryImport(Library, EntryPoint = "SHA1_Final")]
    public static partial int Sha1Final(byte* target, Sha1State* state);
}
