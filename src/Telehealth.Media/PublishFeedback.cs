using Telehealth.Media.Forwarding;
using Telehealth.Media.Ice;
using Telehealth.Media.Rtcp;

namespace Telehealth.Media;

/// <summary>The RTCP that a publisher gets from us: losses, key frame requests, arrival times, reports. Only the room's loop touches this.</summary>
internal sealed class PublishFeedback(Transport transport, int maxKbps)
{
    // Browsers climb fastest with feedback this often (measured); it costs about 10 kbit/s.
    private const long ArrivalSpacing = 50_000;

    private const long ReportSpacing = 1_000_000;

    // Of a rural link, until the client's other connection or its answers tell.
    private const long UsualRoundTrip = 100_000;

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

    /// <summary>To the client, as its subscribe connection measures it.</summary>
    public long? RoundTripMicros { get; set; }

    public LegCounters Counters { get; } = new();

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
            _nextArrivals = nowMicros + ArrivalSpacing;
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

    private void Report(PublishConnection connection, long nowMicros)
    {
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
            }
        }

        var writer = new RtcpWriter(_buffer);
        writer.AddReceiverReport(_ssrc, _blocks.AsSpan(0, blocks));
        writer.AddSourceDescription(_ssrc, _cname);
        if (sources > 0)
        {
            writer.AddReceiverEstimate(_ssrc, (ulong)maxKbps * 1000, _sources.AsSpan(0, sources));
        }

        transport.SendRtcp(_buffer, writer.Length);
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
