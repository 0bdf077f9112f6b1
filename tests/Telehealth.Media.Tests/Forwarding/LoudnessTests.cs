namespace Telehealth.Media.Forwarding;

public sealed class LoudnessTests
{
    [Fact]
    public void Speech_is_noticed_within_one_window_and_survives_a_short_pause()
    {
        var loudness = new Loudness();
        Window(loudness, 25, 12);
        Assert.True(loudness.Speaks);
        Window(loudness, 127, 20);
        Window(loudness, 127, 20);
        Assert.True(loudness.Speaks);
        Window(loudness, 127, 20);
        Assert.False(loudness.Speaks);
    }

    [Fact]
    public void A_cough_and_a_fan_are_no_speech()
    {
        var loudness = new Loudness();
        Window(loudness, 10, 4);
        Assert.False(loudness.Speaks);
        Window(loudness, 55, 20);
        Assert.False(loudness.Speaks);
    }

    [Fact]
    public void The_voice_bit_does_not_change_the_level()
    {
        var loudness = new Loudness();
        Window(loudness, 25 | 0x80, 12);
        Assert.True(loudness.Speaks);
    }

    private static void Window(Loudness loudness, byte level, int packets)
    {
        for (var i = 0; i < packets; i++)
        {
            loudness.Observe(level);
        }

        loudness.CloseWindow();
    }
}
