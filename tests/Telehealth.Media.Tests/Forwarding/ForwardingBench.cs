using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

/// <summary>A publisher's track with one receiver whose packets are kept, without any network.</summary>
internal sealed class ForwardingBench
{
    public const byte MediaType = 100;
    public const byte RtxType = 101;
    public const uint Ssrc = 5000;
    public const uint RtxSsrc = 5001;

    private readonly Dictionary<UpLayer, Source> _sources = [];

    public ForwardingBench(bool isAudio = false, params string[] rids)
        : this(VideoCodec.Vp8, isAudio, rids)
    {
    }

    public ForwardingBench(VideoCodec codec, bool isAudio, params string[] rids)
        : this(codec, isAudio, isAudio ? TrackSource.Microphone : TrackSource.Camera, rids)
    {
    }

    public ForwardingBench(VideoCodec codec, bool isAudio, TrackSource source, params string[] rids)
    {
        Track = new UpTrack(new TrackId("t"), new SeatId("s"), source, "0", isAudio, rids, codec);
        Egress = new Egress((head, rest, _) =>
        {
            Last = head.Length + rest.Length;
            if (Keep)
            {
                Sent.Add([.. head, .. rest]);
            }

            return true;
        })
        {
            IsOpen = true,
            Ids = new ExtensionIds(4, 0, 0, 2, 3, (byte)(isAudio ? 1 : 0)),
        };
        Receiver = new DownTrack(Track, Egress, "7"u8.ToArray(), Ssrc, isAudio ? 0 : RtxSsrc, 0x00051000);
        Track.Add(Receiver);
        Receiver.Accept(MediaType, isAudio ? (byte)0 : RtxType);
    }

    public UpTrack Track { get; }

    public Egress Egress { get; }

    public DownTrack Receiver { get; }

    public List<byte[]> Sent { get; } = [];

    public bool Keep { get; set; } = true;

    public int Last { get; set; }

    public long Now { get; set; } = 1_000_000;

    /// <summary>One frame of a layer, in some packets; key frames tell the layer's size.</summary>
    public void Frame(int layer, bool key = false, int packets = 1, int skip = -1, bool repeated = false)
    {
        var up = Track.Layers[layer];
        if (!_sources.TryGetValue(up, out var source))
        {
            source = new Source((ushort)(65_000 + (layer * 100)), (uint)(layer * 1_000_003), (ushort)(layer * 700));
            _sources[up] = source;
            up.Bind((uint)(100 + layer));
        }

        if (key)
        {
            source.KeyIdx++;
        }

        for (var i = 0; i < packets; i++)
        {
            var payload = TestPackets.Vp8(
                (ushort)(source.Picture & 0x7FFF), source.Tl0, source.KeyIdx, key, i == 0, 320 << layer, 180 << layer);
            payload[^1] = (byte)layer;
            payload[^2] = (byte)source.Sequence;
            var packet = TestPackets.Rtp(96, source.Sequence, source.Timestamp, up.Ssrc, payload, i == packets - 1);
            if (i != skip)
            {
                Receive(up, packet, repeated);
            }
            else
            {
                Skipped = packet;
            }

            source.Sequence++;
        }

        source.Picture++;
        source.Tl0++;
        source.Timestamp += 3000;
    }

    public byte[] Skipped { get; private set; } = [];

    public void Receive(UpLayer up, byte[] packet, bool repeated = false)
    {
        Assert.True(RtpHeader.TryRead(packet, out var header));
        up.Receive(packet, header, 127, Now, Now, repeated);
    }

    public static RtpHeader Header(byte[] packet)
    {
        Assert.True(RtpHeader.TryRead(packet, out var header));
        return header;
    }

    public static Vp8Descriptor Vp8(byte[] packet, int skip = 0)
    {
        var header = Header(packet);
        Assert.True(Vp8Descriptor.TryRead(packet.AsSpan(header.PayloadOffset + skip), out var vp8));
        return vp8;
    }

    private sealed class Source(ushort sequence, uint timestamp, ushort picture)
    {
        public ushort Sequence { get; set; } = sequence;

        public uint Timestamp { get; set; } = timestamp;

        public int Picture { get; set; } = picture;

        public byte Tl0 { get; set; }

        public byte KeyIdx { get; set; }
    }
}
