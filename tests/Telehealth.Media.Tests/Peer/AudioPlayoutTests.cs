namespace Telehealth.Media.Peer;

public sealed class AudioPlayoutTests
{
    private const long Step = AudioPlayout.StepMicros;

    [Fact]
    public void Sound_in_time_is_played_whole()
    {
        var playout = Run(1000, step => step * Step);

        Assert.Equal(0, playout.Concealed);
        Assert.InRange(playout.Played, 980, 1000);
    }

    [Fact]
    public void What_never_comes_is_made_up()
    {
        var playout = Run(1000, step => step % 10 == 5 ? null : step * Step);

        Assert.InRange(playout.Concealed, 95, 100);
    }

    [Fact]
    public void Redundancy_fills_what_the_next_packet_brings_again()
    {
        var playout = Run(1000, step => step % 10 == 5 ? (step + 1) * Step : step * Step);

        Assert.Equal(0, playout.Concealed);
    }

    [Fact]
    public void A_jittery_link_is_waited_for()
    {
        // Every fifth packet is 150 ms late: the first few are made up for, then the delay covers them.
        var playout = Run(2000, step => (step * Step) + (step % 5 == 0 ? 150_000 : 0));

        Assert.True(playout.DelayMs >= 150, $"the delay is {playout.DelayMs} ms");
        Assert.InRange(playout.Concealed, 1, 40);
    }

    [Fact]
    public void A_pause_of_the_link_is_made_up_for_once()
    {
        // Everything of one second comes at its end.
        var playout = Run(500, step => step is >= 100 and < 150 ? 150 * Step : step * Step);

        Assert.InRange(playout.Concealed, 30, 60);
    }

    [Fact]
    public void Silence_that_the_sender_meant_is_not_made_up()
    {
        var playout = new AudioPlayout();
        for (var step = 0; step < 10; step++)
        {
            playout.Take(step, 1, step * Step);
        }

        playout.TakeSilence(10, 40);
        for (var step = 40; step < 60; step++)
        {
            playout.Take(step, 1, step * Step);
            playout.Play(step * Step);
        }

        Assert.Equal(0, playout.Concealed);
    }

    private static AudioPlayout Run(int steps, Func<int, long?> arrivalOf)
    {
        var playout = new AudioPlayout();
        var arrivals = Enumerable.Range(0, steps).Select(step => (Step: step, At: arrivalOf(step)))
            .Where(sound => sound.At is not null).OrderBy(sound => sound.At);
        foreach (var (step, at) in arrivals)
        {
            playout.Play(at!.Value);
            playout.Take(step, 1, at.Value);
        }

        return playout;
    }
}
