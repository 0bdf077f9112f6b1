namespace Telehealth.Media.Peer;

public sealed class ImpairedLinkTests
{
    private const int Packets = 20_000;
    private const long Spacing = 1_000;

    [Theory]
    [InlineData(5)]
    [InlineData(30)]
    public void Random_loss_is_as_high_as_asked_for(int percent)
    {
        var arrived = Run(new LinkShape { LossPercent = percent });

        Assert.InRange(100.0 * (Packets - arrived.Count) / Packets, percent - 1, percent + 1);
    }

    [Fact]
    public void The_same_seed_deals_the_same_fate()
    {
        var shape = new LinkShape { LossPercent = 10, JitterMs = 20, ReorderPercent = 5, DuplicatePercent = 1, BurstEveryMs = 2000 };

        Assert.Equal(Run(shape, seed: 7), Run(shape, seed: 7));
        Assert.NotEqual(Run(shape, seed: 7), Run(shape, seed: 8));
    }

    [Fact]
    public void Bursts_take_everything_for_their_time_and_nothing_between()
    {
        var arrived = Run(new LinkShape { BurstEveryMs = 1000, BurstMs = 200 });

        var gaps = arrived.Zip(arrived.Skip(1), (before, after) => after.Number - before.Number - 1).Where(gap => gap > 0).ToList();
        Assert.InRange(gaps.Count, 8, 30);
        Assert.InRange(gaps.Average(), 80, 400);
    }

    [Fact]
    public void Delay_and_jitter_keep_the_order()
    {
        var arrived = Run(new LinkShape { DelayMs = 150, JitterMs = 30 });

        Assert.Equal(Packets, arrived.Count);
        Assert.Equal(Enumerable.Range(0, Packets), arrived.Select(packet => packet.Number));
        Assert.All(arrived, packet => Assert.True(packet.At >= (packet.Number * Spacing) + 150_000));
    }

    [Fact]
    public void Some_packets_are_overtaken_and_some_come_twice()
    {
        var arrived = Run(new LinkShape { ReorderPercent = 5, DuplicatePercent = 1 });

        Assert.InRange(arrived.Count - Packets, Packets / 200, Packets / 50);
        var overtaken = arrived.Zip(arrived.Skip(1)).Count(pair => pair.Second.Number < pair.First.Number);
        Assert.InRange(overtaken, Packets / 40, Packets / 12);
        Assert.Equal(Packets, arrived.Select(packet => packet.Number).Distinct().Count());
    }

    [Fact]
    public void A_bottleneck_passes_its_rate_and_drops_what_its_queue_cannot_hold()
    {
        var link = new ImpairedLink(new LinkShape { Kbps = 64, QueueMs = 300 }, 1);
        var packet = new byte[172];
        var bytes = 0L;
        var longest = 0L;
        // 200 bytes on the wire every 10 ms are 160 kbit/s.
        for (var at = 0L; at < 10_000_000; at += 10_000)
        {
            link.Offer(packet, at, (datagram, _) => bytes += datagram.Length + 28);
            link.Deliver(at);

            longest = Math.Max(longest, link.NextDue - at);
        }

        Assert.InRange(bytes * 8 / 10_000, 60, 64);
        Assert.True(link.Overflowed > 500, $"only {link.Overflowed} packets were dropped");
        Assert.True(longest <= 325_000, $"a packet waited {longest} us");
    }

    [Fact]
    public void Nothing_comes_out_before_it_is_due()
    {
        var link = new ImpairedLink(new LinkShape { DelayMs = 100 }, 1);
        var arrived = new List<(string Bytes, long At)>();
        link.Offer([1, 2, 3], 5_000, (datagram, at) => arrived.Add((Convert.ToHexString(datagram), at)));

        Assert.Equal(105_000, link.NextDue);
        link.Deliver(104_999);
        Assert.Empty(arrived);
        link.Deliver(105_500);
        Assert.Equal([("010203", 105_000L)], arrived);
        Assert.Equal(long.MaxValue, link.NextDue);
    }

    private static List<(int Number, long At)> Run(LinkShape shape, uint seed = 1)
    {
        var link = new ImpairedLink(shape, seed);
        var arrived = new List<(int, long)>();
        for (var number = 0; number < Packets; number++)
        {
            link.Offer(BitConverter.GetBytes(number), number * Spacing, (datagram, at) => arrived.Add((BitConverter.ToInt32(datagram), at)));
        }

        link.Deliver(long.MaxValue - 1);
        return arrived;
    }
}
