using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

public sealed class PacketCacheTests
{
    private const int Slots = 256;
    private const int ChunkBytes = 4000;
    private const int Chunks = 4;
    private const long KeepMicros = 1_000_000;

    private readonly PacketCache _cache = new(Slots, ChunkBytes, Chunks, KeepMicros);

    [Fact]
    public void A_packet_is_found_until_its_time_is_over()
    {
        Assert.True(_cache.TryAdd(7, [1, 2, 3], 0));
        Assert.Equal([1, 2, 3], _cache.Find(7, KeepMicros).ToArray());
        Assert.True(_cache.Find(7, KeepMicros + 1).IsEmpty);
    }

    [Fact]
    public void A_newer_packet_takes_the_place_of_an_older_one_and_never_the_other_way_round()
    {
        Assert.True(_cache.TryAdd(7, [1, 2, 3], 0));
        Assert.True(_cache.TryAdd(7 + Slots, [4], 0));
        Assert.True(_cache.Find(7, 0).IsEmpty);
        Assert.True(_cache.TryAdd(7, [1, 2, 3], 0));
        Assert.Equal([4], _cache.Find(7 + Slots, 0).ToArray());
    }

    [Fact]
    public void The_same_packet_again_is_told_apart()
    {
        Assert.True(_cache.TryAdd(0, [1], 0));
        Assert.False(_cache.TryAdd(0, [1], 0));
        _cache.Clear();
        Assert.True(_cache.Find(0, 0).IsEmpty);
        Assert.True(_cache.TryAdd(0, [1], 0));
    }

    [Fact]
    public void An_oversized_packet_is_forwarded_but_not_kept()
    {
        Assert.True(_cache.TryAdd(3, new byte[1500], 0));
        Assert.True(_cache.Find(3, 0).IsEmpty);
    }

    [Fact]
    public void What_is_held_outlives_its_time_while_there_is_room()
    {
        _cache.TryAdd(1, [1], 0);
        _cache.TryAdd(2, [2], 10);
        _cache.HoldFrom = 10;
        Assert.True(_cache.Find(1, 5 * KeepMicros).IsEmpty);
        Assert.Equal([2], _cache.Find(2, 5 * KeepMicros).ToArray());
        for (ushort i = 3; i < 20; i++)
        {
            _cache.TryAdd(i, new byte[1300], 5 * KeepMicros);
        }

        Assert.True(_cache.Find(2, 5 * KeepMicros).IsEmpty);
    }

    [Fact]
    public void A_cache_that_has_its_chunks_allocates_nothing()
    {
        var packet = new byte[1000];
        ushort sequence = 0;
        for (; sequence < 200; sequence++)
        {
            _cache.TryAdd(sequence, packet, sequence);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (; sequence < 5000; sequence++)
        {
            _cache.TryAdd(sequence, packet, sequence);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>Against a model that keeps everything: loss, reordering, repetition, pauses and the wrap of the numbers.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Never_a_wrong_packet_never_one_too_few(uint seed)
    {
        var dice = new Dice(seed);
        var sent = new Dictionary<long, (byte[] Bytes, long At, long BytesBefore)>();
        var (now, number, total) = (0L, 65_000L, 0L);
        for (var step = 0; step < 20_000; step++)
        {
            now += dice.Chance(2) ? 300_000 : dice.Below(8_000);
            number += dice.Chance(10) ? 1 + dice.Below(5) : 1;
            var added = number - (dice.Chance(15) ? dice.Below(40) : 0);
            var bytes = new byte[1 + dice.Below(120)];
            bytes.AsSpan().Fill((byte)dice.Next());
            if (_cache.TryAdd((ushort)added, bytes, now))
            {
                sent[added] = (bytes, now, total);
                total += bytes.Length;
            }
            else
            {
                Assert.True(sent.TryGetValue(added, out var first) && now - first.At <= KeepMicros, $"{added} was taken for a repetition");
            }

            var wanted = number - dice.Below(400);
            var found = _cache.Find((ushort)wanted, now);
            if (!sent.TryGetValue(wanted, out var expected))
            {
                Assert.True(found.IsEmpty, $"{wanted} never came");
                continue;
            }

            Assert.True(found.IsEmpty || (found.SequenceEqual(expected.Bytes) && now - expected.At <= KeepMicros), "another packet's bytes, or too old");
            // One chunk's end may stay empty, one chunk is being written.
            var isRecent = now - expected.At <= KeepMicros && number - wanted < Slots - 40
                && total - expected.BytesBefore < ChunkBytes * (Chunks - 2);
            Assert.True(!isRecent || !found.IsEmpty, $"packet {wanted} of {number} was forgotten after {now - expected.At} us");
        }
    }
}
