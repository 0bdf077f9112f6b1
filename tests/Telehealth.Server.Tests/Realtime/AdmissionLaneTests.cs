namespace Telehealth.Realtime;

public sealed class AdmissionLaneTests
{
    private const int PerSecond = 100;

    [Fact]
    public void Who_is_refused_gets_a_moment_of_its_own_and_is_let_in_then()
    {
        var lane = new AdmissionLane(PerSecond);
        Assert.All(Enumerable.Range(0, PerSecond), _ => Assert.Equal(TimeSpan.Zero, lane.Enter(At(1))));

        var waits = Enumerable.Range(0, 1000).Select(_ => lane.Enter(At(1))).ToArray();

        Assert.Equal(1000, waits.Distinct().Count());
        Assert.Equal(10, waits.Max().TotalSeconds, 0.1);
        Assert.All(waits, wait => Assert.Equal(TimeSpan.Zero, lane.Enter(At(1.01 + wait.TotalSeconds))));
    }

    [Fact]
    public void A_quiet_time_leaves_one_seconds_worth_and_no_more()
    {
        var lane = new AdmissionLane(PerSecond);
        lane.Enter(At(1));

        var admitted = Enumerable.Range(0, 1000).Count(_ => lane.Enter(At(1000)) == TimeSpan.Zero);

        Assert.Equal(PerSecond, admitted);
    }

    private static long At(double seconds) => (long)(seconds * TimeProvider.System.TimestampFrequency);
}
