namespace Telehealth.Media.Forwarding;

public sealed class TimestampMungerTests
{
    private const ulong Second = 1ul << 32;

    [Fact]
    public void A_single_source_keeps_its_clock_over_the_wrap()
    {
        var munger = new TimestampMunger(90_000);
        Assert.Equal(0xFFFFFF00u, munger.Map(0xFFFFFF00, 1_000_000));
        Assert.Equal(0x100u, munger.Map(0x100, 1_010_000));
    }

    [Fact]
    public void Without_reports_a_switch_takes_as_long_as_it_took()
    {
        var munger = new TimestampMunger(90_000);
        munger.Map(1000, 1_000_000);
        munger.Switch(777_000, 1_100_000, default, default);
        Assert.Equal(1000u + 9000, munger.Map(777_000, 1_100_000));
        Assert.Equal(1000u + 12_000, munger.Map(780_000, 1_133_000));
    }

    [Fact]
    public void With_reports_of_both_sources_a_switch_keeps_to_the_publishers_clock()
    {
        var munger = new TimestampMunger(90_000);
        var old = new ClockPoint(100 * Second, 5000, 900_000);
        var fresh = new ClockPoint(101 * Second, 4_000_000_000, 950_000);
        munger.Map(5000 + 90_000, 1_000_000);
        // Captured 50 ms after the last frame, though it arrives 200 ms after it.
        munger.Switch(4_000_000_000 + 4500, 1_200_000, old, fresh);
        Assert.Equal(5000u + 90_000 + 4500, munger.Map(4_000_000_000 + 4500, 1_200_000));
    }

    [Fact]
    public void A_report_that_contradicts_the_passing_of_time_is_not_believed()
    {
        var munger = new TimestampMunger(90_000);
        munger.Map(5000, 1_000_000);
        munger.Switch(70_000, 1_100_000, new ClockPoint(100 * Second, 5000, 1), new ClockPoint(500 * Second, 70_000, 1));
        Assert.Equal(5000u + 9000, munger.Map(70_000, 1_100_000));
    }

    [Fact]
    public void Time_never_stands_still_or_runs_back_on_a_switch()
    {
        var munger = new TimestampMunger(90_000);
        munger.Map(5000, 1_000_000);
        // The new source's frame was captured before the last one that was sent.
        munger.Switch(100, 1_000_000, new ClockPoint(100 * Second, 5000, 1), new ClockPoint(100 * Second, 5000, 1));
        Assert.Equal(5001u, munger.Map(100, 1_000_000));
    }
}
