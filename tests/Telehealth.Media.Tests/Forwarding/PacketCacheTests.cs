namespace Telehealth.Media.Forwarding;

public sealed class PacketCacheTests
{
    [Fact]
    public void A_packet_is_found_until_a_newer_one_takes_its_place()
    {
        var cache = new PacketCache(512);
        Assert.True(cache.TryAdd(7, [1, 2, 3]));
        Assert.Equal([1, 2, 3], cache.Find(7).ToArray());
        Assert.True(cache.TryAdd(7 + 512, [4]));
        Assert.True(cache.Find(7).IsEmpty);
        Assert.True(cache.TryAdd(7, [1, 2, 3]));
        Assert.Equal([4], cache.Find(7 + 512).ToArray());
    }

    [Fact]
    public void The_same_packet_again_is_told_apart()
    {
        var cache = new PacketCache(512);
        Assert.True(cache.TryAdd(0, [1]));
        Assert.False(cache.TryAdd(0, [1]));
        cache.Clear();
        Assert.True(cache.Find(0).IsEmpty);
        Assert.True(cache.TryAdd(0, [1]));
    }

    [Fact]
    public void An_oversized_packet_is_forwarded_but_not_kept()
    {
        var cache = new PacketCache(512);
        Assert.True(cache.TryAdd(3, new byte[1500]));
        Assert.True(cache.Find(3).IsEmpty);
    }
}
