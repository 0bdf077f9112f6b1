using System.Runtime.InteropServices;
using Telehealth.Media.Srtp;

namespace Telehealth.Media.Oracles;

/// <summary>One direction of a session of Cisco's libsrtp2, which Janus and old browsers use.</summary>
internal sealed unsafe partial class LibSrtp : IDisposable
{
    private const string Library = "libsrtp2.so.1";
    private const int Okay = 0;
    private const int AnyInbound = 2;
    private const int AnyOutbound = 3;

    // The longest trailer: tag, index and the key identifier that nobody uses.
    private const int Spare = 160;

    private static readonly int _initialized = Initialize();

    private readonly nint _session;

    public LibSrtp(SrtpMasterKeys keys, bool sends)
    {
        Assert.Equal(Okay, _initialized);
        byte[] key = [.. keys.Key, .. keys.Salt];
        fixed (byte* pointer = key)
        {
            var policy = new Policy { SsrcType = sends ? AnyOutbound : AnyInbound, Key = pointer, WindowSize = 1024 };
            if (keys.Profile == SrtpProfile.AeadAes128Gcm)
            {
                SetGcm(&policy.Rtp);
                SetGcm(&policy.Rtcp);
            }
            else
            {
                SetCounterMode(&policy.Rtp);
                SetCounterMode(&policy.Rtcp);
            }

            Assert.Equal(Okay, Create(out _session, &policy));
        }
    }

    public byte[] SealRtp(byte[] packet) => Run(packet, &Protect) ?? throw new InvalidOperationException("libsrtp did not seal");

    public byte[] SealRtcp(byte[] packet) => Run(packet, &ProtectRtcp) ?? throw new InvalidOperationException("libsrtp did not seal");

    /// <summary>Null when the tag is wrong or the packet came before.</summary>
    public byte[]? OpenRtp(byte[] packet) => Run(packet, &Unprotect);

    /// <inheritdoc cref="OpenRtp"/>
    public byte[]? OpenRtcp(byte[] packet) => Run(packet, &UnprotectRtcp);

    public void Dispose() => _ = Deallocate(_session);

    private byte[]? Run(byte[] packet, delegate*<nint, byte*, int*, int> work)
    {
        // It works in place, on whole words.
        var buffer = (byte*)NativeMemory.AlignedAlloc((nuint)(packet.Length + Spare), 16);
        try
        {
            packet.CopyTo(new Span<byte>(buffer, packet.Length));
            var length = packet.Length;
            return work(_session, buffer, &length) == Okay ? new Span<byte>(buffer, length).ToArray() : null;
        }
        finally
        {
            NativeMemory.AlignedFree(buffer);
        }
    }

    [LibraryImport(Library, EntryPoint = "srtp_init")]
    private static partial int Initialize();

    [LibraryImport(Library, EntryPoint = "srtp_crypto_policy_set_aes_gcm_128_16_auth")]
    private static partial void SetGcm(CryptoPolicy* policy);

    [LibraryImport(Library, EntryPoint = "srtp_crypto_policy_set_rtp_default")]
    private static partial void SetCounterMode(CryptoPolicy* policy);

    [LibraryImport(Library, EntryPoint = "srtp_create")]
    private static partial int Create(out nint session, Policy* policy);

    [LibraryImport(Library, EntryPoint = "srtp_dealloc")]
    private static partial int Deallocate(nint session);

    [LibraryImport(Library, EntryPoint = "srtp_protect")]
    private static partial int Protect(nint session, byte* packet, int* length);

    [LibraryImport(Library, EntryPoint = "srtp_unprotect")]
    private static partial int Unprotect(nint session, byte* packet, int* length);

    [LibraryImport(Library, EntryPoint = "srtp_protect_rtcp")]
    private static partial int ProtectRtcp(nint session, byte* packet, int* length);

    [LibraryImport(Library, EntryPoint = "srtp_unprotect_rtcp")]
    private static partial int UnprotectRtcp(nint session, byte* packet, int* length);

    // srtp_crypto_policy_t and srtp_policy_t of version 2.
    [StructLayout(LayoutKind.Sequential)]
    private struct CryptoPolicy
    {
        public int Cipher;
        public int KeyBytes;
        public int Authentication;
        public int AuthenticationKeyBytes;
        public int TagBytes;
        public int Services;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Policy
    {
        public int SsrcType;
        public uint SsrcValue;
        public CryptoPolicy Rtp;
        public CryptoPolicy Rtcp;
        public byte* Key;
        public nint Keys;
        public nuint KeyCount;
        public nint Deprecated;
        public nuint WindowSize;
        public int AllowsRepeats;
        public nint EncryptedExtensions;
        public int EncryptedExtensionCount;
        public nint Next;
    }
}
