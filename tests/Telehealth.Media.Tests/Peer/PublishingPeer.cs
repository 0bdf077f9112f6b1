using System.Text;
using Telehealth.Media.Dtls;
using Telehealth.Media.Rtcp;

namespace Telehealth.Media.Peer;

/// <summary>One encoding of a camera.</summary>
internal sealed record VideoLayer(SentStream Stream, SyntheticVideo Video, FrameSizes Sizes);

/// <summary>A browser's publish connection: offers, sends synthetic Opus and VP8, answers NACK and key frame requests.</summary>
internal sealed class PublishingPeer
{
    private const long ReportMicros = 1_000_000;

    private readonly PeerLoop _loop;
    private readonly PublishShape _shape;
    private readonly PeerWay? _way;
    private readonly byte[] _packet = new byte[1500];
    private readonly List<VideoLayer> _layers = [];
    private readonly uint _firstSsrc = BitConverter.ToUInt32(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4)) & 0xFFFFFF00;
    private readonly PeerRate _rate = new();
    private SentStream? _audio;
    private SoundSource? _sound;
    private int _affordedLayers = 3;
    private ushort _transportSequence = 65_000;
    private long _nextAudio;
    private long _nextFrame;
    private long _nextReport;
    private int _version;

    public PublishingPeer(PeerLoop loop, DtlsIdentity identity, PublishShape shape, PeerWay? way = null)
    {
        _loop = loop;
        _shape = shape;
        _way = way;
        Transport = new PeerTransport(loop, identity, way?.Only)
        {
            ByTcp = way is { ByTcp: true },
            NominatesAtOnce = shape.Firefox,
            OnRtcp = TakeRtcp,
        };
    }

    public PeerTransport Transport { get; }

    /// <summary>Somebody's link carries sound alone: a client that adapts its rate then sends packets of 60 ms.</summary>
    public bool IsAskedForLongSound { get; set; }

    public IReadOnlyList<SentStream> VideoStreams => [.. _layers.Select(layer => layer.Stream)];

    public SentStream? AudioStream => _audio;

    public int KeyFramesSent => _layers.Sum(layer => layer.Video.KeyFramesSent);

    public long PacketsSent { get; private set; }

    /// <summary>Layers from the lowest that are sent; a browser on a poor uplink sends one.</summary>
    public int ActiveLayers { get; set; } = 3;

    public byte AudioLevel { get; set; } = 30;

    /// <summary>Sequence numbers that never leave, as on a lossy uplink; retransmissions do leave.</summary>
    public Func<ushort, bool> Loses { get; set; } = _ => false;

    public int PictureLossHeard { get; private set; }

    public int NacksHeard { get; private set; }

    public int RepeatsSent => _layers.Sum(layer => layer.Stream.RtxPacketsSent);

    public int ReceiverReportsHeard { get; private set; }

    public int TransportFeedbackHeard { get; private set; }

    /// <summary>What the link carries by our own estimate.</summary>
    public int EstimateKbps => _rate.Kbps;

    public ulong LastEstimateHeard { get; private set; }

    public string CreateOffer() => OfferText.Write(_shape, Transport, ++_version, _firstSsrc);

    /// <summary>On the loop's thread. Connects with the first answer; later ones restart ICE when the server's credentials changed.</summary>
    public void ApplyAnswer(string sdp)
    {
        var answer = PeerSdp.Parse(sdp);
        var role = answer.Setup == "active" ? DtlsRole.Server : DtlsRole.Client;
        foreach (var section in answer.Sections.Where(section => section.Port != 0))
        {
            if (section.Kind == "audio")
            {
                AddSound(section);
            }
            else if (_layers.Count == 0)
            {
                AddLayers(section);
            }
        }

        Transport.Connect(answer.Remote(role, _way));
    }

    /// <summary>On the loop's thread.</summary>
    public void StartMedia() => Transport.Ticked = Tick;

    /// <summary>On the loop's thread.</summary>
    public void StopMedia() => Transport.Ticked = null;

    private void AddSound(PeerSection section)
    {
        var isRedundant = _shape.Redundancy && section.PayloadTypeOf("red/48000/2") != 0;
        _audio ??= Stream(section, _firstSsrc, 0, isRedundant ? "red/48000/2" : "opus/48000/2", []);
        _sound ??= new SoundSource(section.PayloadTypeOf("opus/48000/2"), isRedundant);
    }

    private void AddLayers(PeerSection section)
    {
        if (!_shape.Simulcast)
        {
            var single = Stream(section, _firstSsrc + 1, _firstSsrc + 2, "VP8/90000", []);
            var sizes = new FrameSizes(_shape, _shape.VideoKbps, _shape.PacketsPerFrame, _firstSsrc);
            _layers.Add(new VideoLayer(single, new SyntheticVideo(640, 360), sizes));
            return;
        }

        var rids = OfferText.Rids.Split(';');
        for (var at = 0; at < rids.Length; at++)
        {
            var first = _firstSsrc + 1 + (uint)(at * 2);
            var stream = Stream(section, first, first + 1, "VP8/90000", Encoding.ASCII.GetBytes(rids[at]));
            var packets = Math.Max(1, _shape.PacketsPerFrame >> (rids.Length - 1 - at));
            var kbps = (int)(_shape.VideoKbps * LayerRates.Share(at));
            _layers.Add(new VideoLayer(stream, new SyntheticVideo(320 << at, 180 << at), new FrameSizes(_shape, kbps, packets, first)));
        }
    }

    private static SentStream Stream(PeerSection section, uint ssrc, uint rtx, string codec, byte[] rid) => new()
    {
        Ssrc = ssrc,
        PayloadType = section.PayloadTypeOf(codec),
        RtxSsrc = rtx,
        RtxPayloadType = rtx == 0 ? (byte)0 : section.PayloadTypeOf("rtx/90000"),
        Mid = Encoding.ASCII.GetBytes(section.Mid),
        Rid = rid,
        Extensions = section.Extensions,
    };

    private void Tick(long now)
    {
        if (!Transport.IsConnected)
        {
            return;
        }

        // Late ticks are made up for, but a long pause is not.
        _nextAudio = Math.Max(_nextAudio, now - 200_000);
        _nextFrame = Math.Max(_nextFrame, now - 200_000);
        for (; _audio is not null && now >= _nextAudio; _nextAudio += _sound!.Samples * 1000 / 48)
        {
            SendAudio(_audio, _sound!, now);
        }

        for (; _layers.Count > 0 && now >= _nextFrame; _nextFrame += 1_000_000 / _shape.Fps)
        {
            foreach (var layer in _layers.Take(Math.Min(ActiveLayers, _affordedLayers)))
            {
                SendFrame(layer.Stream, layer.Video, layer.Sizes);
            }
        }

        if (now >= _nextReport)
        {
            _nextReport = now + ReportMicros;
            SendReports(now);
        }
    }

    private void SendAudio(SentStream stream, SoundSource sound, long now)
    {
        var offset = stream.Begin(_packet, marker: false, _transportSequence++, now, AudioLevel);
        var length = sound.Write(_packet.AsSpan(offset), now);
        stream.Timestamp += sound.Samples;
        Send(stream, offset + length);
    }

    private void SendFrame(SentStream stream, SyntheticVideo video, FrameSizes sizes)
    {
        var isKey = video.BeginFrame();
        var packets = sizes.Next(isKey);
        for (var at = 0; at < packets.Count; at++)
        {
            var now = _loop.NowMicros;
            var offset = stream.Begin(_packet, marker: at == packets.Count - 1, _transportSequence++, now, null);
            video.WritePayload(_packet.AsSpan(offset, packets[at]), at == 0, isKey, now);
            Send(stream, offset + packets[at]);
        }

        stream.Timestamp += (uint)(90_000 / _shape.Fps);
    }

    private void Send(SentStream stream, int length)
    {
        var packet = _packet.AsSpan(0, length);
        var isLost = Loses(stream.Sequence);
        stream.Sent(packet);
        _rate.Sent((ushort)(_transportSequence - 1), length, _loop.NowMicros);
        if (!isLost && Transport.SendRtp(packet))
        {
            PacketsSent++;
        }
    }

    private void SendReports(long now)
    {
        foreach (var stream in _layers.Select(layer => layer.Stream).Append(_audio).Where(stream => stream?.PacketsSent > 0))
        {
            // Any wall clock will do as long as all streams share it.
            var ntp = ((ulong)(now / 1_000_000) << 32) | (ulong)((now % 1_000_000) * 4294.967296);
            var writer = new RtcpWriter(_packet);
            writer.AddSenderReport(stream!.Ssrc, ntp, stream.Timestamp, stream.PacketsSent, stream.BytesSent);
            writer.AddSourceDescription(stream.Ssrc, "peer"u8);
            Transport.SendRtcp(_packet.AsSpan(0, writer.Length));
        }
    }

    private void TakeRtcp(ReadOnlySpan<byte> packet, long now)
    {
        var reader = new RtcpReader(packet);
        while (reader.MoveNext())
        {
            switch (reader.PacketType, reader.Count)
            {
                case (RtcpTypes.ReceiverReport, _):
                    ReceiverReportsHeard++;
                    break;
                case (RtcpTypes.TransportFeedback, RtcpTypes.TransportWide):
                    TransportFeedbackHeard++;
                    Adapt(reader.Body, now);
                    break;
                case (RtcpTypes.TransportFeedback, RtcpTypes.Nack):
                    Repeat(reader.Body, now);
                    break;
                case (RtcpTypes.PayloadFeedback, RtcpTypes.PictureLoss):
                    PictureLossHeard++;
                    WantKeyFrame(FeedbackReader.MediaSsrc(reader.Body));
                    break;
                case (RtcpTypes.PayloadFeedback, RtcpTypes.ApplicationLayer):
                    LastEstimateHeard = FeedbackReader.TryReadReceiverEstimate(reader.Body, out var rate) ? rate : LastEstimateHeard;
                    break;
            }
        }
    }

    private void Repeat(ReadOnlySpan<byte> body, long now)
    {
        NacksHeard++;
        Span<ushort> missing = stackalloc ushort[256];
        var count = FeedbackReader.ReadNack(body, missing);
        var ssrc = FeedbackReader.MediaSsrc(body);
        var stream = _layers.Select(layer => layer.Stream).FirstOrDefault(stream => stream.Ssrc == ssrc);
        foreach (var sequence in missing[..count])
        {
            var length = stream?.BuildRtx(sequence, _packet, _transportSequence++, now) ?? 0;
            if (length > 0)
            {
                _rate.Sent((ushort)(_transportSequence - 1), length, now);
                Transport.SendRtp(_packet.AsSpan(0, length));
            }
        }
    }

    private void Adapt(ReadOnlySpan<byte> feedback, long now)
    {
        _rate.Receive(feedback, LastEstimateHeard, now);
        if (_shape.AdaptsRate && _sound is not null)
        {
            _affordedLayers = LayerRates.Spend(_rate.Kbps, _layers, _shape, _sound, IsAskedForLongSound);
        }
    }

    private void WantKeyFrame(uint ssrc)
    {
        foreach (var (stream, video, _) in _layers)
        {
            video.KeyFrameWanted |= stream.Ssrc == ssrc;
        }
    }
}
