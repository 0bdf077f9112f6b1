using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Telehealth.Media.Srtp;

/// <summary>AES128_CM_SHA1_80 (RFC 3711), for peers that speak nothing newer.</summary>
internal sealed unsafe class CounterModeCipher : SrtpCipher
{
    private const int TagBytes = 10;
    private const int SaltBytes = 14;
    private const int AuthenticationKeyBytes = 20;

    private readonly byte[] _rtpSalt;
    private readonly byte[] _rtcpSalt;
    private readonly HmacSha1 _rtpAuthentication;
    private readonly HmacSha1 _rtcpAuthentication;
    private nint _rtp;
    private nint _rtcp;

    public CounterModeCipher(SrtpMasterKeys keys)
    {
        _rtpSalt = SrtpKeyDerivation.Derive(keys, SrtpKeyDerivation.RtpSalt, SaltBytes);
        _rtcpSalt = SrtpKeyDerivation.Derive(keys, SrtpKeyDerivation.RtcpSalt, SaltBytes);
        _rtpAuthentication = new HmacSha1(SrtpKeyDerivation.Derive(keys, SrtpKeyDerivation.RtpAuthentication, AuthenticationKeyBytes));
        _rtcpAuthentication = new HmacSha1(SrtpKeyDerivation.Derive(keys, SrtpKeyDerivation.RtcpAuthentication, AuthenticationKeyBytes));
        _rtp = CreateContext(SrtpKeyDerivation.Derive(keys, SrtpKeyDerivation.RtpKey, SrtpMasterKeys.KeyBytes));
        _rtcp = CreateContext(SrtpKeyDerivation.Derive(keys, SrtpKeyDerivation.RtcpKey, SrtpMasterKeys.KeyBytes));
    }

    public override int RtpOverhead => TagBytes;

    protected override int RtcpIndexFromEnd => TagBytes + RtcpIndexBytes;

    public override int SealRtp(ReadOnlySpan<byte> packet, int headerBytes, ulong index, Span<byte> target)
    {
        packet[..headerBytes].CopyTo(target);
        ApplyKeystream(_rtp, _rtpSalt, ReadRtpSsrc(packet), index, packet[headerBytes..], target[headerBytes..]);
        ComputeRtpTag(target[..packet.Length], index, target.Slice(packet.Length, TagBytes));
        return packet.Length + TagBytes;
    }

    public override int OpenRtp(ReadOnlySpan<byte> packet, int headerBytes, ulong index, Span<byte> target)
    {
        var length = packet.Length - TagBytes;
        if (length < headerBytes)
        {
            return -1;
        }

        Span<byte> expected = stackalloc byte[TagBytes];
        ComputeRtpTag(packet[..length], index, expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, packet[length..]))
        {
            return -1;
        }

        packet[..headerBytes].CopyTo(target);
        ApplyKeystream(_rtp, _rtpSalt, ReadRtpSsrc(packet), index, packet[headerBytes..length], target[headerBytes..]);
        return length;
    }

    public override int SealRtcp(ReadOnlySpan<byte> packet, uint index, Span<byte> target)
    {
        packet[..RtcpHeaderBytes].CopyTo(target);
        ApplyKeystream(_rtcp, _rtcpSalt, ReadRtcpSsrc(packet), index, packet[RtcpHeaderBytes..], target[RtcpHeaderBytes..]);
        BinaryPrimitives.WriteUInt32BigEndian(target[packet.Length..], index | EncryptedBit);
        var authenticated = packet.Length + RtcpIndexBytes;
        _rtcpAuthentication.Compute(target[..authenticated], [], target.Slice(authenticated, TagBytes));
        return authenticated + TagBytes;
    }

    public override int OpenRtcp(ReadOnlySpan<byte> packet, Span<byte> target)
    {
        if (!TryReadRtcpIndex(packet, out var index))
        {
            return -1;
        }

        Span<byte> expected = stackalloc byte[TagBytes];
        _rtcpAuthentication.Compute(packet[..^TagBytes], [], expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, packet[^TagBytes..]))
        {
            return -1;
        }

        var length = packet.Length - RtcpOverhead;
        packet[..RtcpHeaderBytes].CopyTo(target);
        ApplyKeystream(_rtcp, _rtcpSalt, ReadRtcpSsrc(packet), index, packet[RtcpHeaderBytes..length], target[RtcpHeaderBytes..]);
        return length;
    }

    protected override void Dispose(bool disposing)
    {
        LibCrypto.ContextFree(_rtp);
        LibCrypto.ContextFree(_rtcp);
        _rtp = 0;
        _rtcp = 0;
    }

    private static nint CreateContext(byte[] key)
    {
        var context = LibCrypto.ContextNew();
        fixed (byte* keyBytes = key)
        {
            if (context == 0 || LibCrypto.CipherInit(context, LibCrypto.Aes128Ctr(), 0, keyBytes, null, 1) != 1)
            {
                throw new InvalidOperationException("OpenSSL gave no AES-128-CTR.");
            }
        }

        return context;
    }

    // RFC 3711 section 4.2: the tag covers the packet and its rollover counter.
    private void ComputeRtpTag(ReadOnlySpan<byte> packet, ulong index, Span<byte> tag)
    {
        Span<byte> rollover = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(rollover, (uint)(index >> 16));
        _rtpAuthentication.Compute(packet, rollover, tag);
    }

    // RFC 3711 section 4.1.1: IV = salt * 2^16 XOR ssrc * 2^64 XOR index * 2^16; the last two bytes count blocks.
    private void ApplyKeystream(
        nint context, ReadOnlySpan<byte> salt, uint ssrc, ulong index, ReadOnlySpan<byte> source, Span<byte> target)
    {
        ObjectDisposedException.ThrowIf(context == 0, this);
        if (source.IsEmpty)
        {
            return;
        }

        Span<byte> counter = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32BigEndian(counter, 0);
        BinaryPrimitives.WriteUInt32BigEndian(counter[4..], ssrc);
        BinaryPrimitives.WriteUInt64BigEndian(counter[8..], index << 16);
        for (var at = 0; at < SaltBytes; at++)
        {
            counter[at] ^= salt[at];
        }

        int written;
        fixed (byte* counterBytes = counter)
        fixed (byte* sourceBytes = source)
        fixed (byte* targetBytes = target)
        {
            if (LibCrypto.CipherInit(context, 0, 0, null, counterBytes, 1) != 1
                || LibCrypto.CipherUpdate(context, targetBytes, &written, sourceBytes, source.Length) != 1)
            {
                throw new InvalidOperationException("AES-128-CTR failed.");
            }
        }
    }
}
