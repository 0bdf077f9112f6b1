namespace Telehealth.Media.Ice;

public sealed class AllowanceTests
{
    [Fact]
    public void A_steady_stream_within_the_rate_passes_whole()
    {
        var allowance = new Allowance(1000);
        // 1,000 bytes each 10 ms are 800 kbit/s.
        Assert.All(Enumerable.Range(0, 10_000), packet => Assert.True(allowance.TryTake(1000, packet * 10_000L)));
    }

    [Fact]
    public void Of_a_flood_the_rate_passes_after_the_first_burst()
    {
        var allowance = new Allowance(1000);
        // 1,250 bytes each 100 us are 100 Mbit/s, for ten seconds: one second of burst and ten of rate are 1.375 MB.
        var passed = Enumerable.Range(0, 100_000).Count(packet => allowance.TryTake(1250, packet * 100L)) * 1250;
        Assert.InRange(passed, 1_370_000, 1_376_000);
    }

    [Fact]
    public void Who_was_silent_saves_no_more_than_one_burst()
    {
        var allowance = new Allowance(8);
        Assert.True(allowance.TryTake(1000, 0));
        Assert.False(allowance.TryTake(1000, 0));
        Assert.True(allowance.TryTake(1000, 3_600_000_000));
        Assert.False(allowance.TryTake(1, 3_600_000_000));
    }

    [Fact]
    public void Time_that_seems_to_run_backwards_gives_nothing_away()
    {
        var allowance = new Allowance(8);
        Assert.True(allowance.TryTake(1000, 1_000_000));
        Assert.False(allowance.TryTake(1000, 0));
        Assert.False(allowance.TryTake(1000, 1_000_000));
    }

    [Fact]
    public void A_higher_rate_brings_no_burst_of_its_own()
    {
        var allowance = new Allowance(8);
        Assert.True(allowance.TryTake(1000, 0));
        allowance.KilobitsPerSecond = 80;
        Assert.False(allowance.TryTake(1, 0));
        Assert.True(allowance.TryTake(10_000, 1_000_000));
        allowance.KilobitsPerSecond = 8;
        Assert.False(allowance.TryTake(1001, 2_000_000));
        Assert.True(allowance.TryTake(1000, 2_000_000));
    }
}
