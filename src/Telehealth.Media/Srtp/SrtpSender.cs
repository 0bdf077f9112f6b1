using System.Buffers.Binary;

namespace Telehealth.Media.Srtp;

/// <summary>The outgoing half of an SRTP session. Refuses to use an index twice: with GCM that would give the key away.</summary>
internal sealed class SrtpSender(SrtpMasterKeys keys) : IDisposable
{
    // RFC 3711 section 9.2: no more than 2^31 RTCP packets under one key.
    private const uint LastRtcpIndex = 0x7FFF_FFFF;

    private readonly SrtpCipher _cipher = SrtpCipher.Create(keys, encrypts: true);

    // Our own SSRCs: nobody else can make them grow.
    private readonly SsrcWindows _rtp = new(int.MaxValue);
    private uint _rtcpIndex;

    /// <inheritdoc cref="SealRtp(ReadOnlySpan{byte}, ReadOnlySpan{byte}, Span{byte})"/>
    public int SealRtp(ReadOnlySpan<byte> packet, Span<byte> target) => SealRtp(packet, [], target);

    /// <summary>
    /// Writes the protected packet, whose end may be shared with others, and returns its length; 0 when the header is broken or the
    /// index was used or is too old.
    /// </summary>
    public int SealRtp(ReadOnlySpan<byte> head, ReadOnlySpan<byte> rest, Span<byte> target)
    {
        var headerBytes = SrtpReceiver.RtpHeaderBytes(head);
        if (headerBytes < 0 || target.Length < head.Length + rest.Length + SrtpCipher.LargestOverhead)
        {
            return 0;
        }

        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(head[8..]);
        var window = _rtp.Find(ssrc);
        if (window is null)
        {
            window = new ReplayWindow();
            _rtp.Add(ssrc, window);
        }

        if (!window.TryGuess(BinaryPrimitives.ReadUInt16BigEndian(head[2..]), out var index) || !window.IsFresh(index))
        {
            return 0;
        }

        window.Accept(index);
        return _cipher.SealRtp(head, headerBytes, rest, index, target);
    }

    /// <summary>Writes the protected packet and returns its length; 0 when it is too short or too many went under this key.</summary>
    public int SealRtcp(ReadOnlySpan<byte> packet, Span<byte> target)
    {
        if (packet.Length < 8 || target.Length < packet.Length + SrtpCipher.LargestOverhead || _rtcpIndex == LastRtcpIndex)
        {
            return 0;
        }

        return _cipher.SealRtcp(packet, ++_rtcpIndex, target);
    }

    public void Dispose() => _cipher.Dispose();
}
