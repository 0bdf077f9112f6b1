using Telehealth.Media.Ice;
using Telehealth.Media.Rtcp;

namespace Telehealth.Media;

/// <summary>One leg of a seat over the last second.</summary>
/// <param name="BitsPerSecond">RTP without its encryption's and the network's headers.</param>
/// <param name="Packets">RTP packets.</param>
/// <param name="Loss">0 to 1; nothing while nobody reported.</param>
/// <param name="JitterMs">The worst stream's.</param>
/// <param name="Repeats">Packets asked for again.</param>
/// <param name="KeyFrameRequests">Asked of the sending end.</param>
internal readonly record struct LegSnapshot(
    double BitsPerSecond, long Packets, double? Loss, double JitterMs, long Repeats, long KeyFrameRequests);

/// <summary>Turns what a leg counts into what it did since it was read last; a new connection begins anew. Only the room's loop touches this.</summary>
internal sealed class LegMeter(bool up)
{
    private TransportCounters? _transport;
    private LegCounters? _leg;
    private long _readAt;
    private long _bytes;
    private long _packets;
    private long _expected;
    private long _lost;
    private long _repeats;
    private long _keyFrames;

    /// <summary>Nothing on the first reading of a connection.</summary>
    public LegSnapshot? Read(TransportCounters transport, LegCounters leg, long nowMicros)
    {
        var (bytes, packets) = up
            ? (transport.RtpBytesReceived, transport.RtpPacketsReceived)
            : (transport.RtpBytesSent, transport.RtpPacketsSent);
        leg.EndJitter();
        LegSnapshot? snapshot = null;
        if (transport == _transport && leg == _leg && nowMicros > _readAt)
        {
            var expected = leg.Expected - _expected;
            snapshot = new LegSnapshot(
                (bytes - _bytes) * 8_000_000.0 / (nowMicros - _readAt),
                packets - _packets,
                expected > 0 ? Math.Clamp((leg.Lost - _lost) / (double)expected, 0, 1) : null,
                leg.JitterMs,
                leg.Repeats - _repeats,
                leg.KeyFrameRequests - _keyFrames);
        }

        (_transport, _leg, _readAt, _bytes, _packets) = (transport, leg, nowMicros, bytes, packets);
        (_expected, _lost, _repeats, _keyFrames) = (leg.Expected, leg.Lost, leg.Repeats, leg.KeyFrameRequests);
        return snapshot;
    }
}
