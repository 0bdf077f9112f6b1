namespace Telehealth.Media.Peer;

public sealed class FrameSizesTests
{
    [Theory]
    [InlineData(150)]
    [InlineData(1500)]
    public void Frames_keep_the_rate_and_their_packets_are_equal_within_a_byte(int kbps)
    {
        var sizes = new FrameSizes(new PublishShape { Fps = 15 }, kbps, packets: 8, seed: 1);
        var total = 0L;
        for (var frame = 0; frame < 1500; frame++)
        {
            var packets = sizes.Next(isKey: frame % 300 == 0);
            Assert.True(packets.Max() <= 1140 && packets.Max() - packets.Min() <= 1, string.Join(' ', packets));
            total += packets.Sum();
        }

        Assert.InRange(total * 8 / 100_000, kbps * 95 / 100, kbps * 105 / 100);
    }

    [Fact]
    public void Without_a_rate_every_frame_has_the_asked_packets()
    {
        var sizes = new FrameSizes(new PublishShape { PacketBytes = 700 }, kbps: 0, packets: 3, seed: 1);

        Assert.Equal([700, 700, 700], sizes.Next(isKey: true));
        Assert.Equal([700, 700, 700], sizes.Next(isKey: false));
    }
}
