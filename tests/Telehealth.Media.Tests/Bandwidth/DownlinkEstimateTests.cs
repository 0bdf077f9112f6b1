using Telehealth.Media.Rtp;

namespace Telehealth.Media.Bandwidth;

public sealed class DownlinkEstimateTests
{
    [Fact]
    public void A_good_link_is_known_within_two_seconds_of_connecting()
    {
        var link = new BottleneckLink(100_000_000);
        link.Run(2);
        Assert.True(link.Estimate.IsUnlimited, $"only {link.Estimate.BitsPerSecond}");
        Assert.InRange(link.ProbeBytes, 1, 150_000);
    }

    [Theory]
    [InlineData(200_000)]
    [InlineData(500_000)]
    [InlineData(1_500_000)]
    public void A_narrow_link_is_filled_without_a_long_queue(long capacity)
    {
        var link = new BottleneckLink(capacity);
        link.Run(10);
        link.ForgetQueue();
        var sum = 0.0;
        for (var i = 0; i < 60; i++)
        {
            link.Run(0.5);
            sum += link.Estimate.BitsPerSecond;
        }

        Assert.InRange(sum / 60, capacity * 0.7, capacity * 1.1);
        Assert.InRange(link.LongestQueueMicros, 0, 400_000);
    }

    [Fact]
    public void A_link_that_narrows_is_believed_within_a_second_and_a_link_that_widens_within_eight()
    {
        var link = new BottleneckLink(100_000_000);
        link.Run(5);
        link.BitsPerSecond = 400_000;
        link.Run(1.5);
        Assert.InRange(link.Estimate.BitsPerSecond, 0, 420_000);
        link.Run(10);
        link.BitsPerSecond = 5_000_000;
        link.Run(8);
        Assert.InRange(link.Estimate.BitsPerSecond, 2_500_000, 20_000_000);
    }

    [Fact]
    public void From_sixty_four_kilobits_it_comes_back_within_eight_seconds()
    {
        var link = new BottleneckLink(64_000) { Application = 700_000, OneWayMicros = 150_000 };
        link.Run(20);
        Assert.InRange(link.Estimate.BitsPerSecond, DownlinkEstimate.Lowest, 75_000);
        link.BitsPerSecond = 2_000_000;
        link.Run(8);
        Assert.InRange(link.Estimate.BitsPerSecond, 600_000, 20_000_000);
    }

    [Fact]
    public void A_receiver_whose_machine_is_busy_is_no_narrow_link()
    {
        // One packet in five is dated up to 60 ms late.
        var link = new BottleneckLink(100_000_000) { Lateness = dice => dice.Chance(20) ? dice.Below(60_000) : dice.Below(1_000) };
        link.Run(3);
        var lowest = long.MaxValue;
        for (var i = 0; i < 120; i++)
        {
            link.Run(0.5);
            lowest = Math.Min(lowest, link.Estimate.BitsPerSecond);
        }

        Assert.True(lowest >= link.Application, $"fell to {lowest}");
    }

    [Fact]
    public void Loss_that_is_the_lines_own_does_not_bring_it_down_for_long()
    {
        var link = new BottleneckLink(100_000_000) { LossPercent = 30 };
        link.Run(40);
        // Sound and two small pictures; controllers that take all loss for congestion end at their floor here.
        Assert.InRange(link.Estimate.BitsPerSecond, 400_000, 20_000_000);
    }

    [Fact]
    public void Loss_for_want_of_room_brings_it_down()
    {
        // A policer: no queue to speak of, everything above 500 kbit/s is lost.
        var link = new BottleneckLink(500_000) { QueueLimitMicros = 10_000 };
        link.Run(20);
        Assert.InRange(link.Estimate.BitsPerSecond, 200_000, 750_000);
    }

    [Fact]
    public void What_is_not_used_is_not_lost()
    {
        var link = new BottleneckLink(100_000_000);
        link.Run(3);
        link.Application = 100_000;
        link.Run(60);
        Assert.True(link.Estimate.IsUnlimited);
    }

    [Fact]
    public void Without_a_probe_it_rises_only_as_far_as_what_is_used_proves()
    {
        var link = new BottleneckLink(100_000_000) { Probes = false, Application = 400_000 };
        link.Run(60);
        Assert.InRange(link.Estimate.BitsPerSecond, 400_000, 700_000);
    }

    [Fact]
    public void It_never_exceeds_what_the_receiver_says_and_forgets_an_old_word()
    {
        var link = new BottleneckLink(100_000_000);
        link.Run(2);
        link.Estimate.LimitByReceiver(700_000, link.Now);
        link.Run(1);
        Assert.Equal(700_000, link.Estimate.BitsPerSecond);
        link.Run(10);
        Assert.True(link.Estimate.IsUnlimited);
        link.Estimate.LimitByReceiver(ulong.MaxValue, link.Now);
        Assert.True(link.Estimate.IsUnlimited);
        link.Estimate.LimitByReceiver(0, link.Now);
        Assert.Equal(DownlinkEstimate.Lowest, link.Estimate.BitsPerSecond);
    }

    [Fact]
    public void A_receiver_that_falls_silent_is_sent_less()
    {
        var log = new SendLog();
        var estimate = new DownlinkEstimate();
        estimate.CountSent(1_000_000);
        log.Add(7, 100, 1_000_000);
        Assert.True(log.Receive(Feedback(7, 5_000_000), estimate, 1_050_000));
        for (var now = 1_000_000L; now < 12_000_000; now += 100_000)
        {
            estimate.CountSent(now);
            estimate.Tick(now);
        }

        Assert.InRange(estimate.BitsPerSecond, DownlinkEstimate.Lowest, 60_000);
    }

    [Fact]
    public void A_picture_that_was_all_there_is_comes_back_when_the_link_widens()
    {
        var link = new BottleneckLink(100_000_000);
        link.Run(5);
        link.BitsPerSecond = 64_000;
        link.Run(2.5);
        Assert.InRange(link.Estimate.BitsPerSecond, 0, 200_000);
        // The picture is stopped amid a long queue, and nothing else is sent that could tell of its end.
        (link.Application, link.Wanted) = (0, 700_000);
        link.Run(5);
        link.BitsPerSecond = 2_000_000;
        link.Run(8);
        Assert.InRange(link.Estimate.BitsPerSecond, 600_000, 20_000_000);
    }

    [Fact]
    public void A_sender_that_has_nothing_to_send_doubts_nothing()
    {
        var link = new BottleneckLink(500_000) { Probes = false };
        link.Run(10);
        // The very last packets are lost: nobody will ever answer for them.
        link.LossPercent = 100;
        link.Run(0.2);
        var before = link.Estimate.BitsPerSecond;
        link.Application = 0;
        link.Run(30);
        Assert.Equal(before, link.Estimate.BitsPerSecond);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(15)]
    [InlineData(20)]
    public void A_picture_begins_on_a_line_that_loses_much_of_the_sound_it_has_carried_alone(int lossPercent)
    {
        var link = new BottleneckLink(100_000_000) { Application = 50_000, LossPercent = 40, PacketBytes = 160 };
        link.Run(10);
        link.LossPercent = lossPercent;
        link.Run(20);
        link.Wanted = 700_000;
        link.Run(8);
        Assert.InRange(link.Estimate.BitsPerSecond, 400_000, 20_000_000);
    }

    [Fact]
    public void Sound_alone_on_a_lossy_line_is_not_taken_for_too_much_again_and_again()
    {
        var rate = new LossRate(30_000, 20_000_000);
        for (var second = 0; second < 120; second++)
        {
            rate.Update(0.15, 50_000, isQueued: false);
        }

        Assert.InRange(rate.BitsPerSecond, 45_000, 20_000_000);
    }

    [Fact]
    public void A_receiver_without_feedback_of_single_packets_is_bounded_by_its_loss()
    {
        var estimate = new DownlinkEstimate();
        estimate.CountSent(1_000_000);
        estimate.Tick(1_000_000);
        Assert.Equal(300_000, estimate.BitsPerSecond);
        for (var now = 1_100_000; now <= 3_100_000; now += 100_000)
        {
            estimate.CountSent(now);
        }

        estimate.Tick(3_100_000);
        Assert.True(estimate.IsUnlimited);
        for (var second = 0; second < 10; second++)
        {
            estimate.UpdateLoss(0.3, 2_000_000);
        }

        Assert.InRange(estimate.BitsPerSecond, DownlinkEstimate.Lowest, 1_900_000);
    }

    [Fact]
    public void One_bad_second_on_a_lossy_line_changes_nothing()
    {
        var rate = new LossRate(30_000, 20_000_000);
        var dice = new Dice(5);
        for (var second = 0; second < 300; second++)
        {
            // 60 packets a second of which one in twenty is lost, by chance.
            var lost = Enumerable.Range(0, 60).Count(_ => dice.Chance(5));
            rate.Update(lost / 60.0, 400_000, isQueued: false);
        }

        Assert.Equal(20_000_000, rate.BitsPerSecond);
    }

    /// <summary>A receiver's message about one packet, or two.</summary>
    internal static byte[] Feedback(int first, long micros, int second = -1, long secondMicros = 0)
    {
        var log = new ArrivalLog();
        log.Record((ushort)first, micros);
        if (second >= 0)
        {
            log.Record((ushort)second, secondMicros);
        }

        var message = new byte[1500];
        Assert.True(log.TryWrite(1, 2, message, out var length));
        return message[4..length];
    }
}
