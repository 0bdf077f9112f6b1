namespace Telehealth.Media.Rtp;

public sealed class RedPacketTests
{
    private const byte Opus = 111;

    [Fact]
    public void The_newest_block_and_the_earlier_ones_are_found()
    {
        var payload = Build((1920, [1, 2]), (960, [3, 4, 5]), (0, [6]));
        Assert.True(RedPacket.TryRead(payload, Opus, out var red));
        Assert.Equal(2, red.Redundant);
        Assert.Equal([6], red.Primary.ToArray());
        Assert.Equal([3, 4, 5], red.Earlier(1, out var age).ToArray());
        Assert.Equal(960u, age);
        Assert.Equal([1, 2], red.Earlier(2, out age).ToArray());
        Assert.Equal(1920u, age);
    }

    [Fact]
    public void The_first_packet_of_a_stream_has_no_earlier_block()
    {
        Assert.True(RedPacket.TryRead([Opus, 9, 8, 7], Opus, out var red));
        Assert.Equal(0, red.Redundant);
        Assert.Equal([9, 8, 7], red.Primary.ToArray());
    }

    [Fact]
    public void An_empty_earlier_block_keeps_its_place()
    {
        Assert.True(RedPacket.TryRead(Build((960, []), (0, [6])), Opus, out var red));
        Assert.True(red.Earlier(1, out _).IsEmpty);
        Assert.Equal([6], red.Primary.ToArray());
    }

    [Fact]
    public void A_packet_that_does_not_hold_what_it_says_is_refused()
    {
        var good = Build((1920, [1, 2]), (960, [3, 4, 5]), (0, [6]));
        for (var length = 0; length < good.Length; length++)
        {
            Assert.False(RedPacket.TryRead(good.AsSpan(0, length), Opus, out _), $"{length} bytes were taken for the whole packet");
        }

        Assert.False(RedPacket.TryRead(good, 110, out _));
        Assert.False(RedPacket.TryRead(Build((4, [1]), (3, [1]), (2, [1]), (1, [1]), (1, [1]), (0, [1])), Opus, out _));
        Assert.False(RedPacket.TryRead([Opus | 0x80, 0xFF, 0xFF, 0xFF], Opus, out _));
    }

    [Fact]
    public void Any_bytes_at_all_are_read_within_their_bounds()
    {
        var dice = new Dice(2198);
        var taken = 0;
        for (var round = 0; round < 200_000; round++)
        {
            var payload = new byte[dice.Below(40)];
            for (var i = 0; i < payload.Length; i++)
            {
                payload[i] = (byte)dice.Next();
            }

            for (var i = 0; i < payload.Length && dice.Chance(80); i += 4)
            {
                payload[i] = (byte)(Opus | (dice.Chance(60) ? 0x80 : 0));
                if (i + 2 < payload.Length)
                {
                    // Lengths above 255 would hardly ever fit.
                    payload[i + 2] &= 0xFC;
                }
            }

            if (!RedPacket.TryRead(payload, Opus, out var red))
            {
                continue;
            }

            taken++;
            var held = red.Primary.Length + 1 + (red.Redundant * 4);
            for (var distance = 1; distance <= red.Redundant; distance++)
            {
                held += red.Earlier(distance, out _).Length;
            }

            Assert.Equal(payload.Length, held);
            Assert.Equal(1 + (red.Redundant * 4), RedPacket.CopyHeaders(payload, 5, payload));
            Assert.True(RedPacket.TryRead(payload, 5, out var renamed));
            Assert.Equal(red.Redundant, renamed.Redundant);
        }

        Assert.True(taken > 1000, $"only {taken} of the packets were well-formed: the test proves little");
    }

    /// <summary>The blocks in sending order; the last is the newest.</summary>
    internal static byte[] Build(params (int Age, byte[] Data)[] blocks)
    {
        var payload = new List<byte>();
        foreach (var (age, data) in blocks[..^1])
        {
            payload.AddRange([Opus | 0x80, (byte)(age >> 6), (byte)((age << 2) | (data.Length >> 8)), (byte)data.Length]);
        }

        payload.Add(Opus);
        payload.AddRange(blocks.SelectMany(block => block.Data));
        return [.. payload];
    }
}
