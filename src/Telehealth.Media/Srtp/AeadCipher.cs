using System.Buffers.Binary;

namespace Telehealth.Media.Srtp;

/// <summary>AEAD_AES_128_GCM (RFC 7714): one pass over the packet, the cheapest profile by far.</summary>
internal sealed class AeadCipher : SrtpCipher
{
    private const int TagBytes = GcmKey.TagBytes;
    private const int NonceBytes = GcmKey.NonceBytes;

    private readonly byte[] _rtpSalt;
    private readonly byte[] _rtcpSalt;
    private readonly GcmKey _rtp;
    private readonly GcmKey _rtcp;

    public AeadCipher(SrtpMasterKeys keys, bool encrypts)
        : this(
            GcmKey.Create(SrtpKeyDerivation.Derive(keys, SrtpKeyDerivation.RtpKey, SrtpMasterKeys.KeyBytes), encrypts),
            SrtpKeyDerivation.Derive(keys, SrtpKeyDerivation.RtpSalt, NonceBytes),
            GcmKey.Create(SrtpKeyDerivation.Derive(keys, SrtpKeyDerivation.RtcpKey, SrtpMasterKeys.KeyBytes), encrypts),
            SrtpKeyDerivation.Derive(keys, SrtpKeyDerivation.RtcpSalt, NonceBytes))
    {
    }

    public AeadCipher(GcmKey rtp, byte[] rtpSalt, GcmKey rtcp, byte[] rtcpSalt) =>
        (_rtp, _rtpSalt, _rtcp, _rtcpSalt) = (rtp, rtpSalt, rtcp, rtcpSalt);

    public override int RtpOverhead => TagBytes;

    protected override int RtcpIndexFromEnd => RtcpIndexBytes;

    public override int SealRtp(
        ReadOnlySpan<byte> head, int headerBytes, ReadOnlySpan<byte> rest, ulong index, Span<byte> target)
    {
        var length = head.Length + rest.Length;
        Span<byte> nonce = stackalloc byte[NonceBytes];
        WriteNonce(nonce, _rtpSalt, ReadRtpSsrc(head), index);
        head[..headerBytes].CopyTo(target);
        _rtp.Seal(
            nonce, head[..headerBytes], head[headerBytes..], rest, target[headerBytes..length], target.Slice(length, TagBytes));
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
        WriteNonce(nonce, _rtpSalt, ReadRtpSsrc(packet), index);
        packet[..headerBytes].CopyTo(target);
        return _rtp.TryOpen(
            nonce, packet[..headerBytes], packet[headerBytes..length], target[headerBytes..], packet[length..]) ? length : -1;
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
        _rtcp.Seal(
            nonce, associated, packet[RtcpHeaderBytes..], [], target[RtcpHeaderBytes..packet.Length],
            target.Slice(packet.Length, TagBytes));
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
        WriteNonce(nonce, _rtcpSalt, ReadRtcpSsrc(packet), index);
        packet[..RtcpHeaderBytes].CopyTo(associated);
        packet[^RtcpIndexBytes..].CopyTo(associated[RtcpHeaderBytes..]);

        packet[..RtcpHeaderBytes].CopyTo(target);
        return _rtcp.TryOpen(
            nonce, associated, packet[RtcpHeaderBytes..length], target[RtcpHeaderBytes..], packet.Slice(length, TagBytes)) ? length : -1;
    }

    protected override void Dispose(bool disposing)
    {
        _rtp.Dispose();
        _rtcp.Dispose();
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
}
