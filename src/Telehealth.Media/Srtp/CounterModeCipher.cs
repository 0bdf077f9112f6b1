using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Telehealth.Media.Srtp;

/// <summary>AES128_CM_SHA1_80 (RFC 3711), for peers that speak nothing newer.</summary>
internal sealed class CounterModeCipher : SrtpCipher
{
    private const int TagBytes = 10;
    private const int AuthenticationKeyBytes = 20;

    private readonly AesCounterMode _rtp;
    private readonly AesCounterMode _rtcp;
    private readonly HmacSha1 _rtpAuthentication;
    private readonly HmacSha1 _rtcpAuthentication;

    public CounterModeCipher(SrtpMasterKeys keys)
    {
        _rtpAuthentication = new HmacSha1(SrtpKeyDerivation.Derive(keys, SrtpKeyDerivation.RtpAuthentication, AuthenticationKeyBytes));
        _rtcpAuthentication = new HmacSha1(SrtpKeyDerivation.Derive(keys, SrtpKeyDerivation.RtcpAuthentication, AuthenticationKeyBytes));
        _rtp = new AesCounterMode(
            SrtpKeyDerivation.Derive(keys, SrtpKeyDerivation.RtpKey, SrtpMasterKeys.KeyBytes),
            SrtpKeyDerivation.Derive(keys, SrtpKeyDerivation.RtpSalt, SrtpMasterKeys.SaltBytes(keys.Profile)));
        _rtcp = new AesCounterMode(
            SrtpKeyDerivation.Derive(keys, SrtpKeyDerivation.RtcpKey, SrtpMasterKeys.KeyBytes),
            SrtpKeyDerivation.Derive(keys, SrtpKeyDerivation.RtcpSalt, SrtpMasterKeys.SaltBytes(keys.Profile)));
    }

    public override int RtpOverhead => TagBytes;

    protected override int RtcpIndexFromEnd => TagBytes + RtcpIndexBytes;

    public override int SealRtp(
        ReadOnlySpan<byte> head, int headerBytes, ReadOnlySpan<byte> rest, ulong index, Span<byte> target)
    {
        var length = head.Length + rest.Length;
        head.CopyTo(target);
        rest.CopyTo(target[head.Length..]);
        var secret = target[headerBytes..length];
        _rtp.Apply(ReadRtpSsrc(head), index, secret, secret);
        ComputeRtpTag(target[..length], index, target.Slice(length, TagBytes));
        return length + TagBytes;
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
        _rtp.Apply(ReadRtpSsrc(packet), index, packet[headerBytes..length], target[headerBytes..]);
        return length;
    }

    public override int SealRtcp(ReadOnlySpan<byte> packet, uint index, Span<byte> target)
    {
        packet[..RtcpHeaderBytes].CopyTo(target);
        _rtcp.Apply(ReadRtcpSsrc(packet), index, packet[RtcpHeaderBytes..], target[RtcpHeaderBytes..]);
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
        _rtcp.Apply(ReadRtcpSsrc(packet), index, packet[RtcpHeaderBytes..length], target[RtcpHeaderBytes..]);
        return length;
    }

    protected override void Dispose(bool disposing)
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }

    // RFC 3711 section 4.2: the tag covers the packet and its rollover counter.
    private void ComputeRtpTag(ReadOnlySpan<byte> packet, ulong index, Span<byte> tag)
    {
        Span<byte> rollover = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(rollover, (uint)(index >> 16));
        _rtpAuthentication.Compute(packet, rollover, tag);
    }
}
