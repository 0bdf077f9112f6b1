using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

public sealed class MissingPacketsTests
{
    private const long RoundTrip = 100_000;

    [Fact]
    public void A_gap_is_asked_for_after_twenty_milliseconds_across_the_wrap()
    {
        var missing = MissingPackets.OfVideo();
        missing.Receive(65534, 0);
        missing.Receive(1, 0);
        Assert.Empty(Due(missing, 19_000));
        Assert.Equal([65535, 0], Due(missing, 20_000));
    }

    [Fact]
    public void What_arrives_late_is_not_asked_for()
    {
        var missing = MissingPackets.OfVideo();
        missing.Receive(10, 0);
        missing.Receive(13, 0);
        missing.Receive(11, 5000);
        Assert.True(missing.Contains(12));
        Assert.False(missing.Contains(11));
        Assert.Equal([12], Due(missing, 25_000));
    }

    [Fact]
    public void A_packet_is_asked_for_again_only_when_its_answer_is_overdue()
    {
        var missing = MissingPackets.OfVideo();
        missing.Receive(10, 0);
        missing.Receive(12, 0);
        Assert.Equal([20_000, 145_000, 270_000], AskedAt(missing, 300_000));
    }

    [Fact]
    public void The_pace_follows_how_fast_answers_come()
    {
        var missing = MissingPackets.OfVideo();
        missing.Receive(10, 0);
        missing.Receive(12, 0);
        Due(missing, 20_000);
        missing.Receive(11, 60_000, repeated: true);
        missing.Receive(14, 100_000);
        Assert.Equal([120_000, 170_000, 220_000], AskedAt(missing, 260_000));
    }

    [Fact]
    public void A_far_publisher_is_not_asked_again_before_it_can_answer()
    {
        var missing = MissingPackets.OfVideo();
        ushort sequence = 10;
        for (var now = 0L; now < 5_000_000; now += 500_000)
        {
            missing.Receive(sequence, now);
            missing.Receive(sequence += 2, now);
            AskedAt(missing, now + 320_000, now);
            missing.Receive((ushort)(sequence - 1), now + 320_000, repeated: true);
            sequence++;
        }

        missing.Receive(sequence, 5_000_000);
        missing.Receive((ushort)(sequence + 2), 5_000_000);
        Assert.Equal([5_020_000], AskedAt(missing, 5_360_000, 5_000_000));
    }

    [Fact]
    public void A_packet_that_comes_too_late_to_be_played_is_given_up()
    {
        foreach (var (missing, longest) in ((MissingPackets, long)[])[(MissingPackets.OfVideo(), 1_000_000), (MissingPackets.OfAudio(), 400_000)])
        {
            missing.Receive(10, 0);
            missing.Receive(12, 0);
            var asked = AskedAt(missing, 5_000_000);
            Assert.InRange(asked.Count, 2, 10);
            Assert.True(asked[^1] <= longest);
            Assert.True(missing.TakeGivenUp());
            Assert.False(missing.TakeGivenUp());
            Assert.False(missing.Contains(11));
        }
    }

    [Fact]
    public void Without_room_to_ask_gaps_still_grow_old()
    {
        var missing = MissingPackets.OfAudio();
        missing.Receive(10, 0);
        missing.Receive(12, 0);
        Assert.Equal(0, missing.Collect(100_000, RoundTrip, []));
        Assert.True(missing.Contains(11));
        missing.Collect(2_000_000, RoundTrip, []);
        Assert.False(missing.Contains(11));
    }

    [Fact]
    public void After_a_long_outage_only_a_key_frame_helps()
    {
        var missing = MissingPackets.OfVideo();
        Assert.True(missing.Receive(10, 0));
        Assert.False(missing.Receive(10 + MissingPackets.Capacity + 2, 0));
        Assert.Empty(Due(missing, 1_000_000));
        Assert.True(missing.Receive(10 + MissingPackets.Capacity + 3, 0));
    }

    /// <summary>Against a set of numbers: what is missing is asked for, what came is not, nothing more often or longer than allowed.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Asks_for_exactly_what_is_missing(uint seed)
    {
        var dice = new Dice(seed);
        var missing = MissingPackets.OfVideo();
        var noticed = new SortedDictionary<long, long>();
        var asks = new Dictionary<long, int>();
        var delayed = new List<(long Number, long At)>();
        var highest = 64_999L;
        missing.Receive((ushort)highest, 0);
        for (var now = 10_000L; now < 60_000_000; now += 10_000)
        {
            for (var burst = dice.Below(6); burst > 0; burst--)
            {
                var next = highest + 1 + (dice.Chance(10) ? 1 + dice.Below(4) : 0);
                for (var gap = highest + 1; gap < next; gap++)
                {
                    noticed[gap] = now;
                    delayed.Add((gap, dice.Chance(70) ? now + dice.Below(900_000) : long.MaxValue));
                }

                highest = next;
                Assert.True(missing.Receive((ushort)next, now));
            }

            foreach (var (number, _) in delayed.Where(one => one.At <= now))
            {
                // A packet may come twice.
                missing.Receive((ushort)number, now, repeated: true);
                missing.Receive((ushort)number, now, dice.Chance(50));
                noticed.Remove(number);
            }

            delayed.RemoveAll(one => one.At <= now);
            var due = Due(missing, now);
            Assert.Equal(due.Length, due.Distinct().Count());
            foreach (var sequence in due)
            {
                var number = SequenceNumbers.Unwrap(sequence, highest);
                Assert.True(noticed.ContainsKey(number), $"{number} was asked for and is not missing");
                asks[number] = asks.GetValueOrDefault(number) + 1;
                Assert.InRange(asks[number], 1, 10);
            }

            foreach (var (number, since) in noticed.Where(one => one.Value == now - 20_000))
            {
                Assert.True(asks.ContainsKey(number), $"{number} is missing for 20 ms and was not asked for");
            }

            // Answers that take long on the average make it wait twice as long at most.
            foreach (var old in noticed.Where(one => now - one.Value > 2_000_000).ToList())
            {
                noticed.Remove(old.Key);
                Assert.False(missing.Contains((ushort)old.Key), $"{old.Key} was not given up");
            }
        }

        Assert.True(asks.Count > 500, "too little was missing to prove anything");
    }

    private static ushort[] Due(MissingPackets missing, long now)
    {
        var due = new ushort[64];
        return due[..missing.Collect(now, RoundTrip, due)];
    }

    private static List<long> AskedAt(MissingPackets missing, long end, long start = 0)
    {
        var asked = new List<long>();
        for (var now = start; now <= end; now += 5_000)
        {
            if (Due(missing, now).Length > 0)
            {
                asked.Add(now);
            }
        }

        return asked;
    }
}
