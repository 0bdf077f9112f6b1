using System.Buffers.Binary;
using Telehealth.Media.Bandwidth;
using Telehealth.Media.Dtls;
using Telehealth.Media.Peer;
using Telehealth.Media.Rtcp;
using Telehealth.Media.Rtp;

namespace Telehealth.Benchmarks.Load;

/// <summary>
/// A receiver that a generator can afford hundreds of: counts packets and gaps by what RTP says in clear, opens one packet in
/// <see cref="SampleEvery"/> to know that it is genuine and how old it is, and reports, asks again and feeds back like a browser.
/// </summary>
internal sealed class CountingReceiver
{
    public const int SampleEvery = 16;

    private const uint OwnSsrc = 1;
    private const long ReportMicros = 1_000_000;
    private const long FeedbackMicros = 100_000;

    private sealed class Stream(uint ssrc, uint rtx, bool isVideo)
    {
        public uint Ssrc => ssrc;

        public uint RtxSsrc => rtx;

        public bool IsVideo => isVideo;

        public GapLog Gaps { get; } = new();

        public uint LastReport { get; set; }

        public long LastReportAt { get; set; }

        public long ExpectedAtReport { get; set; }

        public long LostAtReport { get; set; }
    }

    private readonly List<Stream> _streams = [];
    private readonly ArrivalLog _arrivals = new();
    private readonly byte[] _packet = new byte[1500];
    private readonly DelayCounts _delays;
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte _transportCc;
    private long _nextReport;
    private long _nextFeedback;
    private int _sinceSample;
    private bool _connects;

    public CountingReceiver(PeerLoop loop, DtlsIdentity identity, DelayCounts delays)
    {
        _delays = delays;
        Transport = new PeerTransport(loop, identity) { OnSealedRtp = Take, OnRtcp = TakeRtcp, Ticked = Tick };
    }

    public PeerTransport Transport { get; }

    /// <summary>Everything of RTP that came, repeats and probes included.</summary>
    public long Packets { get; private set; }

    /// <summary>Samples that did not open, and packets that belong to no offered stream.</summary>
    public long Foreign { get; private set; }

    public long FeedbackSent { get; private set; }

    /// <summary>Completes with the first media packet.</summary>
    public Task Begun => _begun.Task;

    public long Lost => _streams.Sum(stream => stream.Gaps.Lost);

    /// <summary>Of <see cref="Lost"/>, what nobody asks for again.</summary>
    public long LostSound => _streams.Where(stream => !stream.IsVideo).Sum(stream => stream.Gaps.Lost);

    public long Filled => _streams.Sum(stream => stream.Gaps.Filled);

    /// <summary>On the loop's thread: takes an offer and returns the answer.</summary>
    public string AnswerOffer(string sdp)
    {
        var offer = PeerSdp.Parse(sdp);
        foreach (var section in offer.Sections.Where(section => section.Direction is "sendonly" or "sendrecv"))
        {
            var (media, rtx) = section.Sources;
            if (media != 0 && !_streams.Exists(stream => stream.Ssrc == media))
            {
                _streams.Add(new Stream(media, rtx, section.Kind == "video"));
            }

            _transportCc = section.Extensions.TransportCc;
        }

        var answer = AnswerText.Write(offer, Transport);
        if (!_connects)
        {
            _connects = true;
            Transport.Connect(offer.Remote(DtlsRole.Client));
        }

        return answer;
    }

    private bool Take(ReadOnlySpan<byte> datagram, long now)
    {
        if (!RtpHeader.TryRead(datagram, out var header))
        {
            // The padding count is encrypted and may look impossible; RtpHeader wants it plain.
            return TakeUnread(datagram);
        }

        if (Packets++ == 0)
        {
            _begun.TrySetResult();
        }

        foreach (var stream in _streams)
        {
            if (stream.Ssrc == header.Ssrc)
            {
                NoteArrival(datagram, header, now);
                stream.Gaps.Take(header.Sequence, now, isRepeat: false);
                if (++_sinceSample >= SampleEvery)
                {
                    _sinceSample = 0;
                    Sample(datagram, now);
                }

                return true;
            }

            if (stream.RtxSsrc == header.Ssrc)
            {
                NoteArrival(datagram, header, now);
                TakeRepeat(datagram, stream, now);
                return true;
            }
        }

        Foreign++;
        return true;
    }

    private bool TakeUnread(ReadOnlySpan<byte> datagram)
    {
        var plain = Transport.OpenRtp(datagram);
        Packets++;
        Foreign += plain.Length > 0 ? 0 : 1;
        return true;
    }

    private void NoteArrival(ReadOnlySpan<byte> datagram, in RtpHeader header, long now)
    {
        var sequence = header.FindExtension(datagram, _transportCc);
        if (sequence.Length == 2)
        {
            _arrivals.Record(BinaryPrimitives.ReadUInt16BigEndian(sequence), now);
        }
    }

    private void Sample(ReadOnlySpan<byte> datagram, long now)
    {
        var plain = Transport.OpenRtp(datagram);
        if (!RtpHeader.TryRead(plain, out var header) || header.PayloadLength < SyntheticVideo.StampBytes)
        {
            Foreign++;
            return;
        }

        var payload = plain.Slice(header.PayloadOffset, header.PayloadLength);
        _delays.Add(now - BinaryPrimitives.ReadInt64BigEndian(payload[^SyntheticVideo.StampBytes..]));
    }

    private void TakeRepeat(ReadOnlySpan<byte> datagram, Stream stream, long now)
    {
        var plain = Transport.OpenRtp(datagram);
        // Shorter ones are probes.
        if (RtpHeader.TryRead(plain, out var header) && header.PayloadLength > 2)
        {
            stream.Gaps.Take(BinaryPrimitives.ReadUInt16BigEndian(plain[header.PayloadOffset..]), now, isRepeat: true);
        }
    }

    private void TakeRtcp(ReadOnlySpan<byte> packet, long now)
    {
        var reader = new RtcpReader(packet);
        while (reader.MoveNext())
        {
            if (reader.PacketType == RtcpTypes.SenderReport && SenderReport.TryRead(reader.Body, out var report))
            {
                var ssrc = report.Ssrc;
                if (_streams.Find(stream => stream.Ssrc == ssrc) is { } stream)
                {
                    (stream.LastReport, stream.LastReportAt) = ((uint)(report.Ntp >> 16), now);
                }
            }
        }
    }

    private void Tick(long now)
    {
        if (!Transport.IsConnected)
        {
            return;
        }

        AskAgain(now);
        if (now >= _nextFeedback)
        {
            _nextFeedback = now + FeedbackMicros;
            if (_arrivals.TryWrite(OwnSsrc, _streams.Count > 0 ? _streams[^1].Ssrc : 0, _packet, out var length))
            {
                FeedbackSent++;
                Transport.SendRtcp(_packet.AsSpan(0, length));
            }
        }

        if (now >= _nextReport && Packets > 0)
        {
            _nextReport = now + ReportMicros;
            SendReport(now);
        }
    }

    private void AskAgain(long now)
    {
        Span<ushort> missing = stackalloc ushort[64];
        foreach (var stream in _streams)
        {
            var count = stream.IsVideo ? stream.Gaps.CollectMissing(now, missing) : 0;
            if (count > 0)
            {
                var writer = new RtcpWriter(_packet);
                writer.AddNack(OwnSsrc, stream.Ssrc, missing[..count]);
                Transport.SendRtcp(_packet.AsSpan(0, writer.Length));
            }
        }
    }

    private void SendReport(long now)
    {
        Span<ReportBlock> blocks = stackalloc ReportBlock[RtcpWriter.MaxBlocks];
        var count = 0;
        foreach (var stream in _streams)
        {
            if (stream.Gaps.Received == 0 || count == blocks.Length)
            {
                continue;
            }

            var (expected, lost) = (stream.Gaps.Expected, stream.Gaps.Lost);
            var interval = Math.Max(expected - stream.ExpectedAtReport, 1);
            var fraction = (byte)Math.Clamp((lost - stream.LostAtReport) * 256 / interval, 0, 255);
            (stream.ExpectedAtReport, stream.LostAtReport) = (expected, lost);
            var delay = stream.LastReport == 0 ? 0 : (uint)((now - stream.LastReportAt) * 65536 / 1_000_000);
            blocks[count++] = new ReportBlock(stream.Ssrc, fraction, (int)lost, stream.Gaps.HighestSequence, 0, stream.LastReport, delay);
        }

        var writer = new RtcpWriter(_packet);
        writer.AddReceiverReport(OwnSsrc, blocks[..count]);
        Transport.SendRtcp(_packet.AsSpan(0, writer.Length));
    }
}
