namespace Telehealth.Media.Forwarding;

public sealed class ReceiveStatisticsTests
{
    [Fact]
    public void Loss_is_reported_per_interval_and_in_all_across_the_wrap()
    {
        var statistics = new ReceiveStatistics(90_000);
        for (var i = 0; i < 100; i++)
        {
            if (i % 10 != 5)
            {
                statistics.Receive((ushort)(65_500 + i), (uint)(i * 3000), i * 33_333L);
            }
        }

        var block = statistics.Report(7, 1, 2, out var expected, out var lost);
        Assert.Equal((100, 10), (expected, lost));
        Assert.Equal((10, (byte)25, 65_536u + 63), (block.CumulativeLost, block.FractionLost, block.HighestSequence));
        Assert.Equal((7u, 1u, 2u), (block.Ssrc, block.LastReport, block.DelaySinceLastReport));

        statistics.Receive(64, 300_000, 3_333_300);
        block = statistics.Report(7, 1, 2, out expected, out lost);
        Assert.Equal((1, 0, 10, (byte)0), (expected, lost, block.CumulativeLost, block.FractionLost));
    }

    [Fact]
    public void Even_arrivals_have_no_jitter_and_uneven_ones_have()
    {
        var (even, uneven) = (new ReceiveStatistics(90_000), new ReceiveStatistics(90_000));
        for (var i = 0; i < 200; i++)
        {
            even.Receive((ushort)i, (uint)(i * 3000), i * 33_333L);
            uneven.Receive((ushort)i, (uint)(i * 3000), (i * 33_333L) + (i % 2 * 10_000));
        }

        Assert.InRange(even.Report(1, 0, 0, out _, out _).Jitter, 0u, 2u);
        // 10 ms at 90 kHz.
        Assert.InRange(uneven.Report(1, 0, 0, out _, out _).Jitter, 850u, 950u);
    }

    [Fact]
    public void Duplicates_do_not_count_as_negative_loss()
    {
        var statistics = new ReceiveStatistics(48_000);
        for (var i = 0; i < 10; i++)
        {
            statistics.Receive(5, 0, 0);
        }

        var block = statistics.Report(1, 0, 0, out var expected, out var lost);
        Assert.Equal((1, 0, (byte)0, -9), (expected, lost, block.FractionLost, block.CumulativeLost));
    }
}
