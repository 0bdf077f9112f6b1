using Telehealth.Media.Rtp;

namespace Telehealth.Media.Bandwidth;

public sealed class DownlinkEstimateTests
{
    [Fact]
    public void Steady_congestion_brings_it_below_what_was_sent_and_rest_brings_it_back()
    {
        var estimate = new DownlinkEstimate();
        Repeat(10, () => estimate.Update(0.3, 2_000_000));
        Assert.InRange(estimate.BitsPerSecond, 100_000, 1_900_000);
        var low = estimate.BitsPerSecond;
        Repeat(60, () => estimate.Update(0, 500_000));
        Assert.True(estimate.BitsPerSecond > 10 * low, $"still {estimate.BitsPerSecond} after a minute without loss");
    }

    [Fact]
    public void One_bad_second_on_a_lossy_line_changes_nothing()
    {
        var estimate = new DownlinkEstimate();
        var before = estimate.BitsPerSecond;
        var dice = new Dice(5);
        for (var second = 0; second < 300; second++)
        {
            // 60 packets a second of which one in twenty is lost, by chance.
            var lost = Enumerable.Range(0, 60).Count(_ => dice.Chance(5));
            estimate.Update(lost / 60.0, 400_000);
        }

        Assert.Equal(before, estimate.BitsPerSecond);
    }

    [Fact]
    public void It_never_exceeds_what_the_receiver_says()
    {
        var estimate = new DownlinkEstimate();
        estimate.LimitByReceiver(700_000);
        Assert.Equal(700_000, estimate.BitsPerSecond);
        estimate.LimitByReceiver(ulong.MaxValue);
        Assert.Equal(20_000_000, estimate.BitsPerSecond);
        estimate.LimitByReceiver(0);
        Assert.Equal(100_000, estimate.BitsPerSecond);
    }

    private static void Repeat(int times, Action action)
    {
        for (var i = 0; i < times; i++)
        {
            action();
        }
    }
}
