using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

public sealed class DecodeTargetTests
{
    private const byte Id = 7;

    private static readonly int[] _l1t3 = [1, 3, 2, 4];

    private readonly ForwardingBench _bench = new(VideoCodec.Av1, false);
    private ushort _sequence = 65_530;
    private int _number = 65_500;

    public DecodeTargetTests()
    {
        _bench.Track.Layers[0].DependenciesId = Id;
        _bench.Egress.Ids = _bench.Egress.Ids with { Dependencies = 5 };
    }

    [Fact]
    public void Everything_goes_through_with_the_receivers_own_extension_id()
    {
        SendL1T3(0, 9);
        Assert.Equal(9, _bench.Sent.Count);
        var structure = new DependencyStructure();
        var numbers = _bench.Sent.Select(packet =>
        {
            Assert.True(DependencyFrame.TryRead(ForwardingBench.Header(packet).FindExtension(packet, 5), structure, out var frame));
            return (int)frame.Number;
        }).ToList();
        Assert.Equal(Enumerable.Range(65_500, 9), numbers);
        Assert.Equal("7"u8.ToArray(), ForwardingBench.Header(_bench.Sent[0]).FindExtension(_bench.Sent[0], 4).ToArray());
        AssertUnbroken();
    }

    [Fact]
    public void Upper_temporal_layers_are_left_out_and_come_back_at_a_base_picture()
    {
        SendL1T3(0, 8);
        _bench.Receiver.MaxTemporal = 0;
        SendL1T3(8, 8);
        Assert.Equal([.. Enumerable.Range(0, 9), 12], Pictures());
        _bench.Receiver.MaxTemporal = 1;
        SendL1T3(16, 8);
        _bench.Receiver.MaxTemporal = int.MaxValue;
        SendL1T3(24, 8);
        Assert.Equal([.. Enumerable.Range(0, 9), 12, 16, 18, 20, 22, .. Enumerable.Range(24, 8)], Pictures());
        AssertUnbroken();
    }

    [Fact]
    public void A_large_tile_gets_the_upper_spatial_layer_alone_between_key_frames()
    {
        Size(1280, 720);
        SendL2T2(0, 4);
        // The key picture in both layers, then the upper one only: two pictures have four frames each.
        Assert.Equal([0, 1, 3, 5, 7], Pictures());
        Assert.All(_bench.Sent.Skip(1), packet => Assert.True(ForwardingBench.Header(packet).Marker));
        // Only the structure is too long for the one-byte form.
        Assert.Equal([true, false, false, false, false], _bench.Sent.Select(packet => ForwardingBench.Header(packet).TwoByteExtensions));
        Assert.Equal("7"u8.ToArray(), ForwardingBench.Header(_bench.Sent[0]).FindExtension(_bench.Sent[0], 4).ToArray());
        AssertUnbroken();
    }

    [Fact]
    public void A_small_tile_asks_for_a_key_frame_to_come_down_and_the_old_layer_runs_on()
    {
        Size(1280, 720);
        SendL2T2(0, 4);
        Size(640, 360);
        SendL2T2(4, 4);
        Assert.Equal([0, 1, 3, 5, 7, 9, 11, 13, 15], Pictures());
        _bench.Now += 600_000;
        _bench.Receiver.ChooseLayer(_bench.Now);
        Assert.True(_bench.Track.Layers[0].TakePictureLoss(_bench.Now));
        SendL2T2(8, 3, key: true);
        Assert.Equal([16, 18, 20], Pictures().Skip(9));
        Assert.All(_bench.Sent.Skip(9), packet => Assert.True(ForwardingBench.Header(packet).Marker));
        AssertUnbroken();
    }

    [Fact]
    public void A_picture_that_refers_to_a_lost_one_is_no_place_to_join()
    {
        SendL1T3(0, 4);
        _bench.Receiver.MaxTemporal = 0;
        SendL1T3(4, 4);
        // The base picture at 8 is lost, so 12 is no place to begin; 14, which refers to 12 only, is.
        _sequence += 4;
        _number += 4;
        _bench.Receiver.MaxTemporal = int.MaxValue;
        SendL1T3(12, 4);
        Assert.Equal([12, 14, 15], Pictures().Where(picture => picture > 4));
    }

    [Fact]
    public void A_repeat_carries_the_same_descriptor()
    {
        SendL1T3(0, 4);
        _bench.Receiver.Repeat(0x1000, _bench.Now);
        var (original, repeat) = (_bench.Sent[0], _bench.Sent[4]);
        Assert.Equal(
            ForwardingBench.Header(original).FindExtension(original, 5).ToArray(), ForwardingBench.Header(repeat).FindExtension(repeat, 5).ToArray());
    }

    private void SendL1T3(int first, int count)
    {
        for (var i = first; i < first + count; i++)
        {
            var isKey = i == 0;
            Send(i, isKey ? TestDependencies.L1T3.WithStructure(0, _number) : TestDependencies.Plain(_l1t3[i % 4], _number), ends: true);
            _bench.Now += 33_000;
        }
    }

    private void SendL2T2(int first, int count, bool key = false)
    {
        for (var i = first; i < first + count; i++)
        {
            var isKey = i == 0 || (key && i == first);
            var upper = i % 2 == 1;
            var low = isKey
                ? TestDependencies.L2T2Key.WithStructure(0, _number, sizes: [(640, 360), (1280, 720)])
                : TestDependencies.Plain(upper ? 2 : 1, _number);
            Send(2 * i, low, ends: false);
            Send((2 * i) + 1, TestDependencies.Plain(isKey ? 3 : upper ? 5 : 4, _number), ends: true);
            _bench.Now += 33_000;
            _bench.Receiver.ChooseLayer(_bench.Now);
        }
    }

    private void Send(int picture, byte[] descriptor, bool ends)
    {
        var up = _bench.Track.Layers[0];
        up.Bind(100);
        _number++;
        var packet = new List<byte>(TestPackets.Rtp(45, _sequence++, (uint)(_bench.Now * 9 / 100), 100, [], ends)) { [0] = 0x90 };
        byte[] block = [Id, (byte)descriptor.Length, .. descriptor];
        Array.Resize(ref block, (block.Length + 3) / 4 * 4);
        packet.AddRange([0x10, 0, 0, (byte)(block.Length / 4), .. block, 0x10, (byte)picture]);
        _bench.Receive(up, [.. packet]);
    }

    private void Size(int width, int height)
    {
        _bench.Receiver.SetTile(true, width, height, 0, _bench.Now);
        _bench.Receiver.ChooseLayer(_bench.Now);
    }

    private IEnumerable<int> Pictures() => _bench.Sent.Select(packet => (int)packet[^1]);

    private void AssertUnbroken() => Assert.Equal(
        Enumerable.Range(0x1000, _bench.Sent.Count), _bench.Sent.Select(packet => (int)ForwardingBench.Header(packet).Sequence));
}
