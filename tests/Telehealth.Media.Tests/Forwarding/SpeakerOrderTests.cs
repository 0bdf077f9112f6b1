namespace Telehealth.Media.Forwarding;

public sealed class SpeakerOrderTests
{
    private static readonly SeatId _li = new("li");
    private static readonly SeatId _wang = new("wang");

    private readonly SpeakerOrder _order = new();
    private long _now;

    [Fact]
    public void Whoever_began_stays_first_while_two_talk_at_once_and_take_turns_being_louder()
    {
        Tick((_li, 95));
        for (var i = 0; i < 100; i++)
        {
            // Nine dB louder for a second each.
            Tick((_li, i % 20 < 10 ? 90 : 99), (_wang, i % 20 < 10 ? 99 : 90));
            Assert.Equal([_li, _wang], _order.Now);
        }
    }

    [Fact]
    public void Somebody_clearly_louder_for_a_sentence_becomes_first()
    {
        Tick((_li, 90), (_wang, 97));
        Assert.Equal([_li, _wang], _order.Now);
        for (var i = 0; i < 13; i++)
        {
            Tick((_li, 90), (_wang, 97));
        }

        Assert.Equal([_wang, _li], _order.Now);
    }

    [Fact]
    public void Somebody_hardly_louder_never_becomes_first()
    {
        for (var i = 0; i < 100; i++)
        {
            Tick((_li, 90), (_wang, 93));
        }

        Assert.Equal([_li, _wang], _order.Now);
    }

    [Fact]
    public void Whoever_falls_silent_is_gone_at_once_and_the_next_is_first()
    {
        Tick((_li, 90), (_wang, 90));
        Tick((_wang, 90));
        Assert.Equal([_wang], _order.Now);
        Tick();
        Assert.Empty(_order.Now);
    }

    private void Tick(params (SeatId Seat, double Level)[] speaking)
    {
        _now += Loudness.StepMicros;
        _order.Update(speaking, _now);
    }
}
