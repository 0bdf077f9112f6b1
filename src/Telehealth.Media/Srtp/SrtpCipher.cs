using System.Buffers.Binary;

namespace Telehealth.Media.Srtp;

/// <summary>Turns plain packets into protected ones and back for one direction of one association. Knows nothing of replay.</summary>
internal abstract class SrtpCipher : IDisposable
{
    /// <summary>Fixed header of RTCP that stays readable: the first packet's header and sender SSRC.</summary>
    protected const int RtcpHeaderBytes = 8;

    /// <summary>The bit of the SRTCP trailer that says the packet is encrypted.</summary>
    protected const uint EncryptedBit = 0x8000_0000;

    protected const int RtcpIndexBytes = 4;

    /// <summary>The most that protection adds to a packet.</summary>
    public const int LargestOverhead = 16 + RtcpIndexBytes;

    /// <summary>What protection adds to an RTP packet.</summary>
    public abstract int RtpOverhead { get; }

    /// <summary>What protection adds to an RTCP packet.</summary>
    public int RtcpOverhead => RtpOverhead + RtcpIndexBytes;

    /// <summary>Where the SRTCP index stands, counted from the end of the packet.</summary>
    protected abstract int RtcpIndexFromEnd { get; }

    public static SrtpCipher Create(SrtpMasterKeys keys, bool encrypts) => keys.Profile switch
    {
        SrtpProfile.AeadAes128Gcm => new AeadCipher(keys, encrypts),
        _ => new CounterModeCipher(keys),
    };

    /// <summary>Writes the protected packet and returns its length.</summary>
    public int SealRtp(ReadOnlySpan<byte> packet, int headerBytes, ulong index, Span<byte> target) =>
        SealRtp(packet, headerBytes, [], index, target);

    /// <summary>
    /// Writes the protected packet, whose end is shared with other receivers and stays as it is, and returns its length.
    /// </summary>
    public abstract int SealRtp(
        ReadOnlySpan<byte> head, int headerBytes, ReadOnlySpan<byte> rest, ulong index, Span<byte> target);

    /// <summary>
    /// Writes the plain packet and returns its length; -1 when the tag is wrong. The target may be the packet itself: then a second
    /// failure makes good what the first one did to it.
    /// </summary>
    public abstract int OpenRtp(ReadOnlySpan<byte> packet, int headerBytes, ulong index, Span<byte> target);

    /// <summary>Writes the protected packet and returns its length.</summary>
    public abstract int SealRtcp(ReadOnlySpan<byte> packet, uint index, Span<byte> target);

    /// <inheritdoc cref="OpenRtp"/>
    public abstract int OpenRtcp(ReadOnlySpan<byte> packet, Span<byte> target);

    /// <summary>The index a protected RTCP packet claims; false when it is too short or claims not to be encrypted.</summary>
    public bool TryReadRtcpIndex(ReadOnlySpan<byte> packet, out uint index)
    {
        index = 0;
        if (packet.Length < RtcpHeaderBytes + RtcpOverhead)
        {
            return false;
        }

        var trailer = BinaryPrimitives.ReadUInt32BigEndian(packet[^RtcpIndexFromEnd..]);
        index = trailer & ~EncryptedBit;
        return (trailer & EncryptedBit) != 0;
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);

    protected static uint ReadRtpSsrc(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);

    protected static uint ReadRtcpSsrc(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
}
