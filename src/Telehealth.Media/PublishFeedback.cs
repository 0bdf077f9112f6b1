using Telehealth.Media.Bandwidth;
using Telehealth.Media.Forwarding;
using Telehealth.Media.Ice;
using Telehealth.Media.Rtcp;

namespace Telehealth.Media;

/// <summary>The RTCP that a publisher gets from us: losses, key frame requests, arrival times, reports. Only the room's loop touches this.</summary>
internal sealed class PublishFeedback(Transport transport, int maxKbps)
{
    // Browsers climb fastest with feedback this often (measured); it costs about 10 kbit/s.
    private const long ArrivalSpacing = 50_000;

    // On a narrow link it must not take more than a twentieth of what it speaks of.
    private const long LongestArrivalSpacing = 250_000;
    private const int FeedbackBits = 8 * (24 + Egress.WireOverhead);
    private const int FeedbackShare = 20;

    private const long ReportSpacing = 1_000_000;

    // Of a rural link, until the client's other connection or its answers tell.
    private const long UsualRoundTrip = 100_000;

    // A queue like this at the publisher's own router spoils a conversation as much as loss.
    private const double LongQueueMs = 200;

    // A datagram of RTCP stays below any tunnel's limit.
    private const int FullEnough = 900;

    private readonly byte[] _buffer = new byte[1500];
    private readonly ReportBlock[] _blocks = new ReportBlock[RtcpWriter.MaxBlocks];
    private readonly uint[] _sources = new uint[RtcpWriter.MaxBlocks];
    private readonly uint _ssrc = MediaSite.NewSsrc();
    private readonly byte[] _cname = Convert.ToHexStringLower(BitConverter.GetBytes(MediaSite.NewSessionId()))
        .Select(character => (byte)character).ToArray();

    private long _nextArrivals;
    private long _nextReport;
    private int _expected;
    private int _lost;
    private LossRate? _estimate;

    /// <summary>To the client, as its subscribe connection measures it.</summary>
    public long? RoundTripMicros { get; set; }

    public LegCounters Counters { get; } = new();

    /// <summary>How unevenly sound arrives, in ms (RFC 3550 6.4.1).</summary>
    public double JitterMs { get; private set; }

    /// <summary>The share of media packets lost on the way here since the last call; nothing when none were due.</summary>
    public double? TakeLoss()
    {
        var loss = _expected > 0 ? (double)_lost / _expected : (double?)null;
        (_expected, _lost) = (0, 0);
        return loss;
    }

    public void Tick(PublishConnection connection, long nowMicros)
    {
        if (!transport.IsConnected)
        {
            return;
        }

        RequestPackets(connection, nowMicros);
        if (nowMicros >= _nextArrivals)
        {
            _nextArrivals = nowMicros + Spacing(connection.Uplink.BitsPerSecond(nowMicros));
            while (connection.Arrivals.TryWrite(_ssrc, FirstSource(connection), _buffer, out var length))
            {
                transport.SendRtcp(_buffer, length);
            }
        }

        if (nowMicros >= _nextReport)
        {
            _nextReport = nowMicros + ReportSpacing;
            Report(connection, nowMicros);
        }
    }

    private void RequestPackets(PublishConnection connection, long nowMicros)
    {
        Span<ushort> due = stackalloc ushort[64];
        var writer = new RtcpWriter(_buffer);
        for (var i = 0; i < connection.Lines.Count; i++)
        {
            var layers = connection.Lines[i].Track.Layers;
            for (var j = 0; j < layers.Count; j++)
            {
                if (layers[j].TakePictureLoss(nowMicros))
                {
                    writer.AddPictureLoss(_ssrc, layers[j].Ssrc);
                    Counters.KeyFrameRequests++;
                }

                var count = layers[j].CollectMissing(nowMicros, RoundTripMicros ?? UsualRoundTrip, due);
                if (count > 0)
                {
                    writer.AddNack(_ssrc, layers[j].Ssrc, due[..count]);
                    Counters.Repeats += count;
                }

                if (writer.Length > FullEnough)
                {
                    transport.SendRtcp(_buffer, writer.Length);
                    writer = new RtcpWriter(_buffer);
                }
            }
        }

        if (writer.Length > 0)
        {
            transport.SendRtcp(_buffer, writer.Length);
        }
    }

    private static long Spacing(long bitsPerSecond) => bitsPerSecond == 0
        ? ArrivalSpacing
        : Math.Clamp(FeedbackBits * FeedbackShare * 1_000_000L / bitsPerSecond, ArrivalSpacing, LongestArrivalSpacing);

    private void Report(PublishConnection connection, long nowMicros)
    {
        var (expected, lost) = (_expected, _lost);
        var blocks = 0;
        var sources = 0;
        for (var i = 0; i < connection.Lines.Count; i++)
        {
            var track = connection.Lines[i].Track;
            for (var j = 0; j < track.Layers.Count && blocks < RtcpWriter.MaxBlocks; j++)
            {
                var layer = track.Layers[j];
                if (layer.Ssrc == 0 || !layer.Statistics.Started)
                {
                    continue;
                }

                _blocks[blocks++] = Block(layer, nowMicros);
                if (!track.IsAudio)
                {
                    _sources[sources++] = layer.Ssrc;
                }
                else if (track.Source == TrackSource.Microphone)
                {
                    JitterMs = _blocks[blocks - 1].Jitter * 1000.0 / UpTrack.AudioClockRate;
                }
            }
        }

        var due = _expected - expected;
        // Of the few packets of a silent microphone one lost by chance says nothing.
        connection.Uplink.Loss = due >= 20 ? (_lost - lost) / (double)due : 0;
        var writer = new RtcpWriter(_buffer);
        writer.AddReceiverReport(_ssrc, _blocks.AsSpan(0, blocks));
        writer.AddSourceDescription(_ssrc, _cname);
        if (sources > 0)
        {
            writer.AddReceiverEstimate(_ssrc, Allowed(connection, nowMicros), _sources.AsSpan(0, sources));
        }

        transport.SendRtcp(_buffer, writer.Length);
    }

    /// <summary>The cap for all pictures together; for whoever does not hear of single packets also what the loss allows.</summary>
    private ulong Allowed(PublishConnection connection, long nowMicros)
    {
        var pictures = 0;
        var guided = false;
        for (var i = 0; i < connection.Lines.Count; i++)
        {
            pictures += connection.Lines[i].Track is { IsAudio: false, Muted: false } ? 1 : 0;
            guided |= connection.Lines[i].Offered.HasTransportCc;
        }

        // A screen beside a camera is a second picture: together they would starve each other.
        var most = maxKbps * 1000.0 * Math.Max(1, pictures);
        if (guided)
        {
            return (ulong)most;
        }

        _estimate ??= new LossRate(NarrowUplink.Narrow, most);
        var late = connection.Uplink.QueueMs > LongQueueMs;
        _estimate.Update(late ? 0.5 : connection.Uplink.Loss, connection.Uplink.BitsPerSecond(nowMicros), late);
        return (ulong)Math.Min(most, _estimate.BitsPerSecond);
    }

    private ReportBlock Block(UpLayer layer, long nowMicros)
    {
        var clock = layer.Clock;
        var lastReport = clock.IsKnown ? (uint)(clock.Ntp >> 16) : 0;
        // In 1/65,536 seconds (RFC 3550 6.4.1).
        var delay = clock.IsKnown ? (uint)((nowMicros - clock.ArrivalMicros) * 65_536 / 1_000_000) : 0;
        var block = layer.Statistics.Report(layer.Ssrc, lastReport, delay, out var expected, out var lost);
        _expected += expected;
        _lost += lost;
        (Counters.Expected, Counters.Lost) = (Counters.Expected + expected, Counters.Lost + lost);
        Counters.CountJitter(block.Jitter, layer.Track.ClockRate);
        return block;
    }

    private static uint FirstSource(PublishConnection connection)
    {
        for (var i = 0; i < connection.Lines.Count; i++)
        {
            var layers = connection.Lines[i].Track.Layers;
            for (var j = 0; j < layers.Count; j++)
            {
                if (layers[j].Ssrc != 0)
                {
                    return layers[j].Ssrc;
                }
            }
        }

        return 0;
    }
}
