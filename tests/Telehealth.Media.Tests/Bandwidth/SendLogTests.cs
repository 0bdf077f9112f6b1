using Telehealth.Media.Rtp;

namespace Telehealth.Media.Bandwidth;

public sealed class SendLogTests
{
    [Fact]
    public void Numbers_that_were_never_sent_and_second_words_about_one_packet_change_nothing()
    {
        var log = new SendLog();
        var estimate = new DownlinkEstimate();
        log.Add(100, 500, 1_000_000);
        Assert.False(log.Receive(DownlinkEstimateTests.Feedback(5000, 1_000_000, 5001, 1_001_000), estimate, 1_100_000));
        Assert.False(estimate.IsGuided);
        Assert.True(log.Receive(DownlinkEstimateTests.Feedback(100, 1_000_000), estimate, 1_100_000));
        Assert.False(log.Receive(DownlinkEstimateTests.Feedback(100, 9_000_000), estimate, 1_100_000));
    }

    [Fact]
    public void A_packet_reported_lost_that_only_came_late_is_no_loss()
    {
        var log = new SendLog();
        var estimate = new DownlinkEstimate();
        for (ushort sequence = 0; sequence < 40; sequence++)
        {
            log.Add(sequence, 500, 1_000_000 + (sequence * 1000));
        }

        log.Receive(DownlinkEstimateTests.Feedback(0, 1_000_000, 39, 1_040_000), estimate, 1_100_000);
        log.Receive(DownlinkEstimateTests.Feedback(10, 1_050_000, 11, 1_050_250), estimate, 1_200_000);
        Assert.Equal(36 / 40.0, log.TakeLoss());
        Assert.Null(log.TakeLoss());
    }

    [Fact]
    public void Whatever_a_hostile_receiver_writes_the_estimate_stays_within_its_bounds()
    {
        var log = new SendLog();
        var estimate = new DownlinkEstimate();
        var dice = new Dice(99);
        var message = new byte[200];
        ushort next = 0;
        for (var now = 1_000_000L; now < 400_000_000; now += 10_000)
        {
            log.Add(next++, 1000, now);
            estimate.CountSent(now);
            estimate.Tick(now);
            if (dice.Chance(10))
            {
                estimate.Probe.Begin(1_000_000, now);
                estimate.Probe.CountSent(1000);
            }

            for (var i = 0; i < message.Length; i++)
            {
                message[i] = (byte)dice.Below(256);
            }

            // Half of them about packets that are on their way, so that they are heard.
            if (dice.Chance(50))
            {
                var first = (ushort)(next - dice.Below(30));
                (message[8], message[9]) = ((byte)(first >> 8), (byte)first);
                (message[10], message[11]) = (0, (byte)dice.Below(60));
            }

            log.Receive(message.AsSpan(0, dice.Below(message.Length)), estimate, now);
            if (log.TakeLoss() is { } loss)
            {
                Assert.InRange(loss, 0, 1);
                estimate.UpdateLoss(loss, 800_000);
            }

            Assert.InRange(estimate.BitsPerSecond, DownlinkEstimate.Lowest, DownlinkEstimate.Highest);
            Assert.True(double.IsFinite(estimate.QueueMs));
        }
    }

    [Fact]
    public void A_receiver_that_tells_of_far_more_than_it_was_sent_is_heard_again_once_more_was_sent()
    {
        var log = new SendLog();
        var estimate = new DownlinkEstimate();
        log.Add(100, 500, 1_000_000);
        // Eighteen bytes that say of 4,096 packets that they are lost.
        var endless = new byte[18];
        (endless[8], endless[10], endless[16]) = (0x50, 0x10, 0x10);
        Assert.False(log.Receive(endless, estimate, 1_050_000));
        Assert.False(log.Receive(DownlinkEstimateTests.Feedback(100, 1_000_000), estimate, 1_100_000));
        log.Add(101, 500, 1_110_000);
        Assert.True(log.Receive(DownlinkEstimateTests.Feedback(101, 1_120_000), estimate, 1_200_000));
    }

    [Fact]
    public void A_receiver_whose_clock_leaps_or_wraps_is_measured_on()
    {
        var log = new SendLog();
        var estimate = new DownlinkEstimate();
        // Just before the base time's 24 bits of 64 ms are used up.
        var arrival = ((1L << 23) * 64_000) - 2_000_000;
        ushort next = 0;
        for (var now = 1_000_000L; now < 11_000_000; now += 50_000)
        {
            arrival += now == 8_000_000 ? 3_600_000_000 : 0;
            var first = next;
            for (; next < first + 5; next++)
            {
                log.Add(next, 1000, now + ((next - first) * 10_000L));
            }

            var at = arrival + (now - 1_000_000);
            log.Receive(
                DownlinkEstimateTests.Feedback(first, at, (ushort)(first + 4), at + 40_000), estimate, now + 50_000);
        }

        Assert.InRange(estimate.BitsPerSecond, 290_000, 1_000_000);
    }

    [Fact]
    public void Feedback_allocates_nothing()
    {
        var log = new SendLog();
        var estimate = new DownlinkEstimate();
        var messages = Enumerable.Range(0, 200)
            .Select(i => DownlinkEstimateTests.Feedback(i * 2, i * 40_000L, (i * 2) + 1, (i * 40_000L) + 20_000))
            .ToArray();
        Feed(log, estimate, messages.AsSpan(0, 100), 0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Feed(log, estimate, messages.AsSpan(100), 100);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Feed(SendLog log, DownlinkEstimate estimate, ReadOnlySpan<byte[]> messages, int from)
    {
        for (var i = 0; i < messages.Length; i++)
        {
            var now = 1_000_000 + ((from + i) * 40_000L);
            log.Add((ushort)((from + i) * 2), 1000, now);
            log.Add((ushort)(((from + i) * 2) + 1), 1000, now + 20_000);
            log.Receive(messages[i], estimate, now + 40_000);
        }
    }
}
