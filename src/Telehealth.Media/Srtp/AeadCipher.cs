using System.Buffers.Binary;

namespace Telehealth.Media.Srtp;

/// <summary>AEAD_AES_128_GCM (RFC 7714): one pass over the packet, the cheapest profile by far.</summary>
internal sealed unsafe class AeadCipher : SrtpCipher
{
    private const int TagBytes = 16;
    private const int NonceBytes = 12;

    private readonly bool _encrypts;
    private readonly byte[] _rtpSalt;
    private readonly byte[] _rtcpSalt;
    private nint _rtp;
    private nint _rtcp;

    public AeadCipher(SrtpMasterKeys keys, bool encrypts)
        : this(
            SrtpKeyDerivation.Derive(keys, SrtpKeyDerivation.RtpKey, SrtpMasterKeys.KeyBytes),
            SrtpKeyDerivation.Derive(keys, SrtpKeyDerivation.RtpSalt, NonceBytes),
            SrtpKeyDerivation.Derive(keys, SrtpKeyDerivation.RtcpKey, SrtpMasterKeys.KeyBytes),
            SrtpKeyDerivation.Derive(keys, SrtpKeyDerivation.RtcpSalt, NonceBytes),
            encrypts)
    {
    }

    public AeadCipher(byte[] rtpKey, byte[] rtpSalt, byte[] rtcpKey, byte[] rtcpSalt, bool encrypts)
    {
        _encrypts = encrypts;
        _rtpSalt = rtpSalt;
        _rtcpSalt = rtcpSalt;
        _rtp = CreateContext(rtpKey, encrypts);
        _rtcp = CreateContext(rtcpKey, encrypts);
    }

    public override int RtpOverhead => TagBytes;

    protected override int RtcpIndexFromEnd => RtcpIndexBytes;

    public override int SealRtp(
        ReadOnlySpan<byte> head, int headerBytes, ReadOnlySpan<byte> rest, ulong index, Span<byte> target)
    {
        var length = head.Length + rest.Length;
        Span<byte> nonce = stackalloc byte[NonceBytes];
        WriteNonce(nonce, _rtpSalt, ReadRtpSsrc(head), index);
        head.CopyTo(target);
        rest.CopyTo(target[head.Length..]);
        var secret = target[headerBytes..length];
        Run(_rtp, nonce, head[..headerBytes], secret, secret, target.Slice(length, TagBytes));
        return length + TagBytes;
    }

    public override int OpenRtp(ReadOnlySpan<byte> packet, int headerBytes, ulong index, Span<byte> target)
    {
        var length = packet.Length - TagBytes;
        if (length < headerBytes)
        {
            return -1;
        }

        Span<byte> nonce = stackalloc byte[NonceBytes];
        Span<byte> tag = stackalloc byte[TagBytes];
        WriteNonce(nonce, _rtpSalt, ReadRtpSsrc(packet), index);
        packet[..headerBytes].CopyTo(target);
        packet[length..].CopyTo(tag);
        return Run(_rtp, nonce, packet[..headerBytes], packet[headerBytes..length], target[headerBytes..], tag) ? length : -1;
    }

    public override int SealRtcp(ReadOnlySpan<byte> packet, uint index, Span<byte> target)
    {
        Span<byte> nonce = stackalloc byte[NonceBytes];
        Span<byte> associated = stackalloc byte[RtcpHeaderBytes + RtcpIndexBytes];
        WriteNonce(nonce, _rtcpSalt, ReadRtcpSsrc(packet), index);
        packet[..RtcpHeaderBytes].CopyTo(associated);
        BinaryPrimitives.WriteUInt32BigEndian(associated[RtcpHeaderBytes..], index | EncryptedBit);

        packet[..RtcpHeaderBytes].CopyTo(target);
        associated[RtcpHeaderBytes..].CopyTo(target[(packet.Length + TagBytes)..]);
        Run(_rtcp, nonce, associated, packet[RtcpHeaderBytes..], target[RtcpHeaderBytes..], target.Slice(packet.Length, TagBytes));
        return packet.Length + TagBytes + RtcpIndexBytes;
    }

    public override int OpenRtcp(ReadOnlySpan<byte> packet, Span<byte> target)
    {
        if (!TryReadRtcpIndex(packet, out var index))
        {
            return -1;
        }

        var length = packet.Length - TagBytes - RtcpIndexBytes;
        Span<byte> nonce = stackalloc byte[NonceBytes];
        Span<byte> associated = stackalloc byte[RtcpHeaderBytes + RtcpIndexBytes];
        Span<byte> tag = stackalloc byte[TagBytes];
        WriteNonce(nonce, _rtcpSalt, ReadRtcpSsrc(packet), index);
        packet[..RtcpHeaderBytes].CopyTo(associated);
        packet[^RtcpIndexBytes..].CopyTo(associated[RtcpHeaderBytes..]);
        packet.Slice(length, TagBytes).CopyTo(tag);

        packet[..RtcpHeaderBytes].CopyTo(target);
        return Run(_rtcp, nonce, associated, packet[RtcpHeaderBytes..length], target[RtcpHeaderBytes..], tag) ? length : -1;
    }

    protected override void Dispose(bool disposing)
    {
        LibCrypto.ContextFree(_rtp);
        LibCrypto.ContextFree(_rtcp);
        _rtp = 0;
        _rtcp = 0;
    }

    private static nint CreateContext(byte[] key, bool encrypts)
    {
        var context = LibCrypto.ContextNew();
        fixed (byte* keyBytes = key)
        {
            // OpenSSL's nonce length for GCM is 12 unless told otherwise.
            if (context == 0 || LibCrypto.CipherInit(context, LibCrypto.Aes128Gcm(), 0, keyBytes, null, encrypts ? 1 : 0) != 1)
            {
                throw new InvalidOperationException("OpenSSL gave no AES-128-GCM.");
            }
        }

        return context;
    }

    // RFC 7714 sections 8.1 and 9.1: two zero bytes, the SSRC, and six bytes of index; salt XORed over all.
    private static void WriteNonce(Span<byte> nonce, ReadOnlySpan<byte> salt, uint ssrc, ulong index)
    {
        BinaryPrimitives.WriteUInt64BigEndian(nonce[4..], index);
        BinaryPrimitives.WriteUInt16BigEndian(nonce, 0);
        BinaryPrimitives.WriteUInt32BigEndian(nonce[2..], ssrc);
        for (var at = 0; at < NonceBytes; at++)
        {
            nonce[at] ^= salt[at];
        }
    }

    /// <summary>Encrypting, the tag is written; decrypting, it is checked.</summary>
    private bool Run(
        nint context, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> source, Span<byte> target, Span<byte> tag)
    {
        ObjectDisposedException.ThrowIf(context == 0, this);
        int written;
        fixed (byte* nonceBytes = nonce)
        fixed (byte* associatedBytes = associated)
        fixed (byte* sourceBytes = source)
        fixed (byte* targetBytes = target)
        fixed (byte* tagBytes = tag)
        {
            var succeeded = LibCrypto.CipherInit(context, 0, 0, null, nonceBytes, -1) == 1
                && LibCrypto.CipherUpdate(context, null, &written, associatedBytes, associated.Length) == 1
                && (source.IsEmpty || LibCrypto.CipherUpdate(context, targetBytes, &written, sourceBytes, source.Length) == 1);
            if (_encrypts)
            {
                return succeeded
                    && LibCrypto.CipherFinal(context, targetBytes, &written) == 1
                    && LibCrypto.ContextControl(context, LibCrypto.GcmGetTag, TagBytes, tagBytes) == 1;
            }

            return succeeded
                && LibCrypto.ContextControl(context, LibCrypto.GcmSetTag, TagBytes, tagBytes) == 1
                && LibCrypto.CipherFinal(context, targetBytes, &written) == 1;
        }
    }
}
