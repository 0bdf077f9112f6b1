using System.Buffers.Binary;

namespace Telehealth.Media.Srtp;

/// <summary>What became of a received packet.</summary>
internal enum SrtpOutcome
{
    Accepted,
    Malformed,
    Unauthenticated,
    Replayed,
}

/// <summary>The incoming half of an SRTP session. No state moves before a packet's tag has been checked.</summary>
internal sealed class SrtpReceiver(SrtpMasterKeys keys) : IDisposable
{
    /// <summary>
    /// Four tracks of three layers with their retransmissions need 28, and a camera that is exchanged six more; windows are never
    /// forgotten, because their packets could be replayed then. A peer that invents more is dropped.
    /// </summary>
    public const int MaxSsrcs = 512;

    private readonly SrtpCipher _cipher = SrtpCipher.Create(keys, encrypts: false);
    private readonly SsrcWindows _rtp = new(MaxSsrcs);
    private readonly SsrcWindows _rtcp = new(MaxSsrcs);

    // The window a new SSRC gets if its first packet is genuine: forged ones must not make garbage.
    private ReplayWindow _spare = new();

    /// <summary>
    /// Writes the plain packet to <paramref name="target"/>, which holds at least as many bytes as the packet, and may be the packet
    /// itself: a refused one is lost then.
    /// </summary>
    public SrtpOutcome OpenRtp(ReadOnlySpan<byte> packet, Span<byte> target, out int length)
    {
        length = 0;
        var headerBytes = RtpHeaderBytes(packet);
        if (headerBytes < 0 || headerBytes + _cipher.RtpOverhead > packet.Length)
        {
            return SrtpOutcome.Malformed;
        }

        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
        var sequence = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        var known = _rtp.Find(ssrc);
        if (known is null && _rtp.IsFull)
        {
            return SrtpOutcome.Malformed;
        }

        var window = known ?? _spare;
        if (!window.TryGuess(sequence, out var index) || !window.IsFresh(index))
        {
            return SrtpOutcome.Replayed;
        }

        length = _cipher.OpenRtp(packet, headerBytes, index, target);
        if (length < 0 && known is null && sequence < 0x8000)
        {
            // The sender may have wrapped before the first packet that reached us.
            if (packet.Overlaps(target))
            {
                // Counter mode twice is the packet as it came.
                _ = _cipher.OpenRtp(packet, headerBytes, index, target);
            }

            index |= 1UL << 16;
            length = _cipher.OpenRtp(packet, headerBytes, index, target);
        }

        if (length < 0)
        {
            return SrtpOutcome.Unauthenticated;
        }

        Accept(_rtp, known, ssrc, index);
        return SrtpOutcome.Accepted;
    }

    /// <inheritdoc cref="OpenRtp"/>
    public SrtpOutcome OpenRtcp(ReadOnlySpan<byte> packet, Span<byte> target, out int length)
    {
        length = 0;
        if (!_cipher.TryReadRtcpIndex(packet, out var index))
        {
            return SrtpOutcome.Malformed;
        }

        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
        var known = _rtcp.Find(ssrc);
        if (known is null && _rtcp.IsFull)
        {
            return SrtpOutcome.Malformed;
        }

        if (known is not null && !known.IsFresh(index))
        {
            return SrtpOutcome.Replayed;
        }

        length = _cipher.OpenRtcp(packet, target);
        if (length < 0)
        {
            return SrtpOutcome.Unauthenticated;
        }

        Accept(_rtcp, known, ssrc, index);
        return SrtpOutcome.Accepted;
    }

    public void Dispose() => _cipher.Dispose();

    /// <summary>Fixed header, contributing sources and extension (RFC 3550 section 5.1); -1 when they do not fit.</summary>
    internal static int RtpHeaderBytes(ReadOnlySpan<byte> packet)
    {
        const int Fixed = 12;
        if (packet.Length < Fixed || packet[0] >> 6 != 2)
        {
            return -1;
        }

        var length = Fixed + (4 * (packet[0] & 0x0F));
        if ((packet[0] & 0x10) != 0)
        {
            if (packet.Length < length + 4)
            {
                return -1;
            }

            length += 4 + (4 * BinaryPrimitives.ReadUInt16BigEndian(packet[(length + 2)..]));
        }

        return length <= packet.Length ? length : -1;
    }

    private void Accept(SsrcWindows windows, ReplayWindow? known, uint ssrc, ulong index)
    {
        if (known is null)
        {
            known = _spare;
            _spare = new ReplayWindow();
            windows.Add(ssrc, known);
        }

        known.Accept(index);
    }
}
