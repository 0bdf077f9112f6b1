using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

public sealed class H264ForwardingTests
{
    private static readonly byte[] _parameters = Convert.FromHexString("6742C01F8C8D402802DD80B50101014000003E90000EA600F08846A0");
    private static readonly byte[] _key = [0x65, 0x88, 0x84, 1];
    private static readonly byte[] _picture = [0x41, 0x9A, 0, 1];

    private readonly ForwardingBench _bench = new(VideoCodec.H264, false, "q", "h");

    [Fact]
    public void It_passes_unchanged_and_layers_change_at_parameter_sets()
    {
        Receive(0, 100, _key);
        Assert.Empty(_bench.Sent);
        Receive(0, 101, _parameters);
        Receive(0, 102, _key);
        Receive(0, 103, _picture);
        Assert.Equal([_parameters, _key, _picture], _bench.Sent.Select(Payload));
        Assert.Equal((1280, 720), (_bench.Track.Layers[0].Width, _bench.Track.Layers[0].Height));

        _bench.Now += 100_000;
        Receive(1, 9000, _picture);
        _bench.Receiver.ChooseLayer(_bench.Now);
        _bench.Receiver.SetTile(true, 1920, 1080, 1, _bench.Now);
        _bench.Receiver.ChooseLayer(_bench.Now);
        Receive(0, 104, _picture);
        Receive(1, 9001, _key);
        Receive(1, 9002, _parameters);
        Receive(1, 9003, _key);
        Assert.Equal([_picture, _parameters, _key], _bench.Sent.Skip(3).Select(Payload));
        Assert.Equal([0x1000, 0x1001, 0x1002, 0x1003, 0x1004, 0x1005], _bench.Sent.Select(packet => (int)ForwardingBench.Header(packet).Sequence));
    }

    [Fact]
    public void A_lost_packet_is_repeated_as_it_was()
    {
        Receive(0, 101, _parameters);
        Receive(0, 102, _key);
        _bench.Receiver.Repeat(0x1001, _bench.Now);
        var repeat = _bench.Sent[2];
        var header = ForwardingBench.Header(repeat);
        Assert.True(RtxPacket.TryRestore(repeat, header, ForwardingBench.MediaType, ForwardingBench.Ssrc, out var restored));
        Assert.Equal(_key, Payload(restored.ToArray()));
    }

    private void Receive(int layer, ushort sequence, byte[] payload)
    {
        var up = _bench.Track.Layers[layer];
        up.Bind((uint)(100 + layer));
        _bench.Receive(up, TestPackets.Rtp(96, sequence, (uint)(sequence * 3000), up.Ssrc, payload));
    }

    private static byte[] Payload(byte[] packet) => packet[ForwardingBench.Header(packet).PayloadOffset..];
}
