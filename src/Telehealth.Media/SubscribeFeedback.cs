using System.Text;
using Telehealth.Media.Forwarding;
using Telehealth.Media.Rtcp;

namespace Telehealth.Media;

/// <summary>Reads what a receiver reports and sends it sender reports; keeps its layers within its link. Only the room's loop touches this.</summary>
internal sealed class SubscribeFeedback(SubscribeConnection connection)
{
    private const long ReportSpacing = 1_000_000;
    private const long ChoiceSpacing = 100_000;

    // Sender reports by which a receiver's report is dated; it answers within seconds.
    private const int Remembered = 64;

    private readonly byte[] _buffer = new byte[1500];
    private readonly (uint Ntp, long Micros)[] _reports = new (uint, long)[Remembered];
    private readonly LinkBudget _budget = new(connection);
    private int _nextRemembered;
    private long _nextReport;
    private long _nextChoice;
    private long _nextEstimate;
    private double _worstFraction = -1;
    private double _lossSum;
    private int _lossCount;

    /// <summary>The last round trip; nothing before the first report that allows one.</summary>
    public double? RoundTripMs { get; private set; }

    public LegCounters Counters { get; } = new();

    /// <summary>How unevenly sound arrives there, in ms.</summary>
    public double JitterMs { get; private set; }

    /// <summary>The link carries sound alone.</summary>
    public bool IsNarrow => _budget.IsNarrow;

    /// <summary>The average loss since the last call; nothing when the receiver said nothing.</summary>
    public double? TakeLoss()
    {
        var loss = _lossCount > 0 ? _lossSum / _lossCount : (double?)null;
        (_lossSum, _lossCount) = (0, 0);
        return loss;
    }

    public void Tick(long nowMicros)
    {
        if (!connection.Egress.IsOpen)
        {
            return;
        }

        var all = nowMicros >= _nextReport;
        _nextReport = all ? nowMicros + ReportSpacing : _nextReport;
        SendReports(all, nowMicros);
        if (nowMicros >= _nextEstimate)
        {
            _nextEstimate = nowMicros + ReportSpacing;
            UpdateLoss(nowMicros);
        }

        _budget.Tick(nowMicros);

        if (nowMicros >= _nextChoice)
        {
            _nextChoice = nowMicros + ChoiceSpacing;
            for (var i = 0; i < connection.Lines.Count; i++)
            {
                connection.Lines[i].Track?.ChooseLayer(nowMicros);
            }
        }
    }

    public void Receive(ReadOnlySpan<byte> packet, long arrivalMicros, long nowMicros)
    {
        var reader = new RtcpReader(packet);
        while (reader.MoveNext())
        {
            switch (reader.PacketType)
            {
                case RtcpTypes.ReceiverReport:
                    ReceiveBlocks(reader.Body, 4, reader.Count, arrivalMicros);
                    break;
                case RtcpTypes.SenderReport:
                    ReceiveBlocks(reader.Body, SenderReport.BodyLength, reader.Count, arrivalMicros);
                    break;
                case RtcpTypes.TransportFeedback when reader.Count == RtcpTypes.Nack:
                    Repeat(reader.Body, nowMicros);
                    break;
                case RtcpTypes.TransportFeedback when reader.Count == RtcpTypes.TransportWide:
                    connection.Egress.Log.Receive(reader.Body, connection.Egress.Estimate, nowMicros);
                    break;
                case RtcpTypes.PayloadFeedback:
                    ReceivePayloadFeedback(reader.Count, reader.Body, nowMicros);
                    break;
            }
        }
    }

    private void ReceiveBlocks(ReadOnlySpan<byte> body, int offset, int count, long arrivalMicros)
    {
        for (; count > 0 && offset + ReportBlock.Length <= body.Length; count--, offset += ReportBlock.Length)
        {
            var block = ReportBlock.Read(body[offset..]);
            if (Find(block.Ssrc) is not { } track)
            {
                continue;
            }

            JitterMs = track.Source.IsAudio ? Math.Min(10_000, block.Jitter * 1000.0 / UpTrack.AudioClockRate) : JitterMs;

            var fraction = block.FractionLost / 256.0;
            _worstFraction = Math.Max(_worstFraction, fraction);
            (_lossSum, _lossCount) = (_lossSum + fraction, _lossCount + 1);
            (Counters.Expected, Counters.Lost) = (Counters.Expected + 256, Counters.Lost + block.FractionLost);
            Counters.CountJitter(block.Jitter, track.Source.ClockRate);
            DateRoundTrip(block, arrivalMicros);
        }
    }

    private void DateRoundTrip(in ReportBlock block, long arrivalMicros)
    {
        for (var i = 0; block.LastReport != 0 && i < Remembered; i++)
        {
            if (_reports[i].Ntp == block.LastReport)
            {
                var delay = block.DelaySinceLastReport * 1_000_000L / 65_536;
                var roundTrip = Math.Clamp(arrivalMicros - _reports[i].Micros - delay, 0, 5_000_000);
                RoundTripMs = roundTrip / 1000.0;
                // Below 20 ms a second request may already cross our answer.
                connection.Egress.RoundTripMicros = Math.Max(20_000, roundTrip);
                connection.Egress.Estimate.RoundTripMicros = roundTrip;
                return;
            }
        }
    }

    private void Repeat(ReadOnlySpan<byte> body, long nowMicros)
    {
        var track = Find(FeedbackReader.MediaSsrc(body));
        if (track is null)
        {
            return;
        }

        Span<ushort> missing = stackalloc ushort[256];
        foreach (var sequence in missing[..FeedbackReader.ReadNack(body, missing)])
        {
            track.Repeat(sequence, nowMicros);
            Counters.Repeats++;
        }
    }

    private void ReceivePayloadFeedback(int message, ReadOnlySpan<byte> body, long nowMicros)
    {
        if (message == RtcpTypes.PictureLoss)
        {
            Counters.KeyFrameRequests++;
            Find(FeedbackReader.MediaSsrc(body))?.RequestKeyFrame(nowMicros);
        }
        else if (message == RtcpTypes.FullIntraRequest)
        {
            Counters.KeyFrameRequests++;
            for (var i = 0; FeedbackReader.TryReadFullIntraTarget(body, i, out var ssrc); i++)
            {
                Find(ssrc)?.RequestKeyFrame(nowMicros);
            }
        }
        else if (message == RtcpTypes.ApplicationLayer && FeedbackReader.TryReadReceiverEstimate(body, out var rate))
        {
            connection.Egress.Estimate.LimitByReceiver(rate, nowMicros);
        }
    }

    private void SendReports(bool all, long nowMicros)
    {
        Span<byte> cname = stackalloc byte[64];
        for (var i = 0; i < connection.Lines.Count; i++)
        {
            var line = connection.Lines[i];
            if (line.Track is null || (!all && !line.Track.ReportDue))
            {
                continue;
            }

            var writer = new RtcpWriter(_buffer);
            var length = Encoding.ASCII.GetBytes(line.Cname, cname);
            if (line.Track.TryReport(ref writer, cname[..length], nowMicros, out var ntp))
            {
                _reports[_nextRemembered++ % Remembered] = (ntp, nowMicros);
                connection.Transport.SendRtcp(_buffer, writer.Length);
            }
        }
    }

    private void UpdateLoss(long nowMicros)
    {
        // A report's loss has the publisher's in it, of packets that we could not send: only whoever gives no feedback is judged by it.
        var reported = _worstFraction >= 0 && !connection.Egress.Estimate.IsGuided ? _worstFraction : (double?)null;
        var loss = connection.Egress.Log.TakeLoss() ?? reported;
        _worstFraction = -1;
        if (loss is not null)
        {
            connection.Egress.Estimate.UpdateLoss(loss.Value, connection.Egress.Rate.BitsPerSecond(nowMicros));
        }
    }

    private DownTrack? Find(uint ssrc)
    {
        for (var i = 0; i < connection.Lines.Count; i++)
        {
            if (connection.Lines[i].Track?.Ssrc == ssrc)
            {
                return connection.Lines[i].Track;
            }
        }

        return null;
    }
}
