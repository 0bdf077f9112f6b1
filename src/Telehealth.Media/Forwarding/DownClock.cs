using Telehealth.Media.Rtcp;

namespace Telehealth.Media.Forwarding;

/// <summary>One receiver's RTP clock, and what of the publisher's wall clock it stands for (RFC 3550 6.4.1). Only the room's loop touches this.</summary>
internal sealed class DownClock(UpTrack source)
{
    private readonly TimestampMunger _timestamp = new(source.ClockRate);
    private UpLayer? _layer;
    private int _generation;

    /// <summary>A sender report must go out before its regular time.</summary>
    public bool ReportDue { get; set; }

    /// <summary>It goes on with the next packet of this layer as it is.</summary>
    public bool IsOf(UpLayer layer) => layer == _layer && layer.Generation == _generation;

    /// <summary>What follows is this layer's, from this timestamp on.</summary>
    public void Follow(UpLayer layer, uint timestamp, long nowMicros)
    {
        if (!IsOf(layer))
        {
            _timestamp.Switch(timestamp, nowMicros, _layer?.Clock ?? default, layer.Clock);
            (_layer, _generation, ReportDue) = (layer, layer.Generation, true);
        }
    }

    /// <inheritdoc cref="TimestampMunger.MakeRoom"/>
    public uint MakeRoom(uint timestamp, int frames) => _timestamp.MakeRoom(timestamp, frames);

    /// <inheritdoc cref="TimestampMunger.Map"/>
    public uint Map(uint timestamp, long nowMicros) => _timestamp.Map(timestamp, nowMicros);

    /// <summary>A sender report in the publisher's wall clock and the receiver's RTP clock; false before both are known.</summary>
    public bool TryReport(
        ref RtcpWriter writer, scoped ReadOnlySpan<byte> cname, DownPackets sent, long nowMicros, out uint middleNtp)
    {
        middleNtp = 0;
        var clock = _layer?.Clock ?? default;
        if (sent.Packets == 0 || !clock.IsKnown)
        {
            return false;
        }

        ReportDue = false;
        var elapsed = nowMicros - clock.ArrivalMicros;
        var ntp = clock.Ntp + (ulong)(long)(elapsed * 4294.967296);
        var rtp = clock.RtpTimestamp + (uint)(elapsed * source.ClockRate / 1_000_000) + _timestamp.Offset;
        middleNtp = (uint)(ntp >> 16);
        writer.AddSenderReport(sent.Ssrc, ntp, rtp, sent.Packets, sent.Octets);
        writer.AddSourceDescription(sent.Ssrc, cname);
        return true;
    }
}
