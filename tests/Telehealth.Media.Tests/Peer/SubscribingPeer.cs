using Telehealth.Media.Bandwidth;
using Telehealth.Media.Dtls;
using Telehealth.Media.Rtcp;
using Telehealth.Media.Rtp;

namespace Telehealth.Media.Peer;

/// <summary>A browser's subscribe connection: answers the server's offers, counts what comes, reports and asks again.</summary>
internal sealed class SubscribingPeer
{
    private const uint OwnSsrc = 1;
    private const long ReportMicros = 1_000_000;
    private const long FeedbackMicros = 100_000;

    private readonly Dictionary<uint, ReceivedStream> _streams = [];
    private readonly Dictionary<uint, ReceivedStream> _repeats = [];
    private readonly byte[] _packet = new byte[1500];
    private readonly byte[] _restored = new byte[2048];
    private readonly ArrivalLog _arrivals = new();
    private ExtensionIds _extensions;
    private readonly PeerWay? _way;
    private PeerRemote? _remote;
    private long _nextReport;
    private long _nextFeedback;

    public SubscribingPeer(PeerLoop loop, DtlsIdentity identity, bool firefox = false, PeerWay? way = null)
    {
        _way = way;
        Transport = new PeerTransport(loop, identity, way?.Only)
        {
            ByTcp = way is { ByTcp: true },
            NominatesAtOnce = firefox,
            OnRtp = TakeRtp,
            OnRtcp = TakeRtcp,
            Ticked = Tick,
        };
    }

    public PeerTransport Transport { get; }

    /// <summary>By media SSRC; streams of earlier offers stay, so that a test sees when they stop.</summary>
    public IReadOnlyDictionary<uint, ReceivedStream> Streams => _streams;

    /// <summary>The stream that now stands on an m-line of the last offer.</summary>
    public IReadOnlyDictionary<string, ReceivedStream> ByMid { get; private set; } = new Dictionary<string, ReceivedStream>();

    public long Packets { get; private set; }

    /// <summary>Packets of SSRCs that no offer named.</summary>
    public long UnknownPackets { get; private set; }

    public long ProbesReceived { get; private set; }

    /// <summary>Asks for missing packets, as browsers do for video.</summary>
    public bool AsksAgain { get; set; } = true;

    /// <summary>Asks for a key frame when nothing can be decoded, as browsers do; tests that count requests leave it off.</summary>
    public bool AsksForKeyFrames { get; set; }

    /// <summary>Sequence numbers that never arrive, as on a lossy downlink; retransmissions do arrive.</summary>
    public Func<uint, ushort, bool> Loses { get; set; } = (_, _) => false;

    /// <summary>Sees every counted packet after it was counted.</summary>
    public Action<ReceivedStream>? Counted { get; set; }

    /// <summary>On the loop's thread: takes the server's offer and returns the answer.</summary>
    public string AnswerOffer(string sdp)
    {
        var offer = PeerSdp.Parse(sdp);
        var byMid = new Dictionary<string, ReceivedStream>();
        foreach (var section in offer.Sections.Where(section => section.Direction is "sendonly" or "sendrecv"))
        {
            var (media, rtx) = section.Sources;
            if (!_streams.TryGetValue(media, out var stream))
            {
                stream = new ReceivedStream(media, section.Kind == "video")
                {
                    RedPayloadType = section.PayloadTypeOf("red/48000/2"),
                    OpusPayloadType = section.PayloadTypeOf("opus/48000/2"),
                };
                _streams.Add(media, stream);
            }

            byMid.Add(section.Mid, stream);
            if (rtx != 0)
            {
                _repeats[rtx] = stream;
            }
        }

        ByMid = byMid;
        _extensions = offer.Sections.Select(section => section.Extensions).LastOrDefault();
        var remote = offer.Remote(DtlsRole.Client, _way);
        if (_remote is not null && _remote.Ufrag != remote.Ufrag)
        {
            Transport.RestartIce();
        }

        var answer = AnswerText.Write(offer, Transport);
        if (_remote != remote)
        {
            _remote = remote;
            Transport.Connect(remote);
        }

        return answer;
    }

    /// <summary>On the loop's thread.</summary>
    public void AskForKeyFrame(uint ssrc)
    {
        var writer = new RtcpWriter(_packet);
        writer.AddPictureLoss(OwnSsrc, ssrc);
        Transport.SendRtcp(_packet.AsSpan(0, writer.Length));
    }

    private void TakeRtp(ReadOnlySpan<byte> packet, long now)
    {
        if (!RtpHeader.TryRead(packet, out var header))
        {
            UnknownPackets++;
            return;
        }

        var isRepeat = false;
        if (!_streams.TryGetValue(header.Ssrc, out var stream))
        {
            isRepeat = _repeats.TryGetValue(header.Ssrc, out stream);
        }

        if (stream is null)
        {
            UnknownPackets++;
            return;
        }

        if (!isRepeat && Loses(header.Ssrc, header.Sequence))
        {
            return;
        }

        Packets++;
        var transport = header.FindExtension(packet, _extensions.TransportCc);
        if (transport.Length == 2)
        {
            _arrivals.Record((ushort)((transport[0] << 8) | transport[1]), now);
        }

        if (isRepeat)
        {
            TakeRepeat(packet, header, stream, now);
        }
        else if (stream.Take(packet, header, now, isRepeat: false))
        {
            Counted?.Invoke(stream);
        }
    }

    private void TakeRepeat(ReadOnlySpan<byte> packet, in RtpHeader header, ReceivedStream stream, long now)
    {
        packet.CopyTo(_restored);
        if (!RtxPacket.TryRestore(_restored.AsSpan(0, packet.Length), header, stream.PayloadType, stream.Ssrc, out var restored)
            || !RtpHeader.TryRead(restored, out var original))
        {
            ProbesReceived++;
            return;
        }

        stream.Take(restored, original, now, isRepeat: true);
    }

    private void TakeRtcp(ReadOnlySpan<byte> packet, long now)
    {
        var reader = new RtcpReader(packet);
        while (reader.MoveNext())
        {
            if (reader.PacketType == RtcpTypes.SenderReport
                && SenderReport.TryRead(reader.Body, out var report)
                && _streams.TryGetValue(report.Ssrc, out var stream))
            {
                stream.SenderReports++;
                stream.LastReportNtp = report.Ntp;
                stream.LastReportAt = now;
            }
        }
    }

    private void Tick(long now)
    {
        if (!Transport.IsConnected)
        {
            return;
        }

        if (AsksAgain)
        {
            AskAgain(now);
        }

        if (now >= _nextFeedback)
        {
            _nextFeedback = now + FeedbackMicros;
            if (_arrivals.TryWrite(OwnSsrc, 0, _packet, out var length))
            {
                Transport.SendRtcp(_packet.AsSpan(0, length));
            }
        }

        if (now >= _nextReport)
        {
            _nextReport = now + ReportMicros;
            SendReport(now);
        }
    }

    private void AskAgain(long now)
    {
        Span<ushort> missing = stackalloc ushort[64];
        foreach (var stream in _streams.Values)
        {
            stream.Playout.Play(now);
            if (!stream.IsVideo)
            {
                continue;
            }

            if (AsksForKeyFrames && stream.Decoding.MustAsk(now))
            {
                AskForKeyFrame(stream.Ssrc);
            }

            var count = stream.CollectMissing(now, missing);
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
        var blocks = _streams.Values.Where(stream => stream.Packets > 0).Take(RtcpWriter.MaxBlocks).Select(stream =>
        {
            var (fraction, lost) = stream.Report();
            var delay = stream.SenderReports == 0 ? 0 : (uint)((now - stream.LastReportAt) * 65536 / 1_000_000);
            return new ReportBlock(
                stream.Ssrc, (byte)fraction, lost, stream.HighestSequence, 0, (uint)(stream.LastReportNtp >> 16), delay);
        }).ToArray();
        var writer = new RtcpWriter(_packet);
        writer.AddReceiverReport(OwnSsrc, blocks);
        Transport.SendRtcp(_packet.AsSpan(0, writer.Length));
    }
}
