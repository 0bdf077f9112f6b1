namespace Telehealth.Media.Forwarding;

public sealed class LoudnessTests
{
    private readonly Loudness _loudness = new();
    private uint _timestamp = uint.MaxValue - 20_000;

    [Theory]
    [InlineData(20)]
    [InlineData(60)]
    public void Speech_is_noticed_within_half_a_second_whatever_the_length_of_a_packet(int packetMs)
    {
        Assert.False(Talk(25, 300, packetMs));
        Assert.True(Talk(25, 120, packetMs));
    }

    [Fact]
    public void A_cough_is_no_speech()
    {
        Assert.False(Talk(5, 280));
        Assert.False(Talk(90, 1000));
    }

    [Fact]
    public void A_fan_and_breath_are_no_speech()
    {
        Assert.False(Talk(45, 3000));
        Assert.False(Talk(38, 3000));
    }

    [Fact]
    public void Speech_goes_on_through_a_pause_and_a_sinking_voice_and_ends_two_seconds_after_the_last_word()
    {
        Talk(25, 1000);
        Assert.True(Talk(127, 1000));
        Assert.True(Talk(38, 1000));
        Assert.True(Talk(127, 1000));
        Assert.False(Talk(127, 1000));
    }

    [Fact]
    public void It_does_not_flap_between_words()
    {
        Talk(25, 600);
        for (var word = 0; word < 20; word++)
        {
            Assert.True(Talk(25, 240), $"fell silent in word {word}");
            Assert.True(Talk(127, 460), $"fell silent after word {word}");
        }
    }

    [Fact]
    public void Packets_that_stop_end_the_speech()
    {
        Talk(25, 1000);
        Assert.True(_loudness.Speaks);
        for (var step = 0; step < 20; step++)
        {
            _loudness.Step();
        }

        Assert.False(_loudness.Speaks);
    }

    [Fact]
    public void A_muted_microphone_speaks_no_more_and_begins_anew()
    {
        Talk(25, 1000);
        _loudness.Reset();
        Assert.False(_loudness.Speaks);
        Assert.Equal(0, _loudness.Level);
        Assert.False(Talk(25, 200));
    }

    [Fact]
    public void The_voice_bit_does_not_change_the_level() => Assert.True(Talk(25 | 0x80, 500));

    [Fact]
    public void Packets_out_of_order_and_silence_that_was_not_sent_do_not_count_twice()
    {
        _loudness.Observe(20, 96_000);
        for (var i = 0; i < 100; i++)
        {
            _loudness.Observe(20, 95_040);
        }

        // A second was not sent; the packet after it stands for itself only.
        _loudness.Observe(20, 144_000);
        _loudness.Step();
        Assert.False(_loudness.Speaks);
    }

    private bool Talk(byte level, int milliseconds, int packetMs = 20)
    {
        for (var at = 0; at < milliseconds; at += 20)
        {
            if (at % packetMs == 0)
            {
                _timestamp += 48u * (uint)packetMs;
                _loudness.Observe(level, _timestamp);
            }

            if (at % 100 == 80)
            {
                _loudness.Step();
            }
        }

        return _loudness.Speaks;
    }
}
