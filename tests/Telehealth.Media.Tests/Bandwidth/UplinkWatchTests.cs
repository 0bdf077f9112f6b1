namespace Telehealth.Media.Bandwidth;

public sealed class UplinkWatchTests
{
    private const int Samples = 960;

    private readonly UplinkWatch _uplink = new();
    private long _now = 10_000_000;
    private uint _timestamp = 5_000;

    [Fact]
    public void A_queue_is_seen_in_its_sound()
    {
        Speak(5);
        Assert.InRange(_uplink.QueueMs, 0, 10);
        Speak(3, lateMicros: 400_000);
        Assert.InRange(_uplink.QueueMs, 380, 420);
    }

    [Fact]
    public void A_microphone_that_ends_amid_a_queue_takes_the_word_of_it_along()
    {
        Speak(5);
        Speak(3, lateMicros: 400_000);
        Rest(2);
        Assert.Equal(0, _uplink.QueueMs);
    }

    [Fact]
    public void A_picture_returns_that_was_stopped_amid_a_queue_after_which_the_microphone_ended()
    {
        Speak(5);
        Speak(4, lateMicros: 400_000);
        Assert.True(_uplink.IsNarrow);
        for (var i = 0; i < 80 && _uplink.IsNarrow; i++)
        {
            Rest(0.25, bytesPerSecond: _uplink.MaxLayers > 0 ? 20_000 : 0);
        }

        Assert.False(_uplink.IsNarrow, "still narrow twenty seconds after the last sound");
    }

    [Fact]
    public void A_microphone_whose_clock_stood_still_while_it_rested_is_not_late()
    {
        Speak(5);
        Rest(3);
        Speak(2);
        Assert.InRange(_uplink.QueueMs, 0, 10);
    }

    [Theory]
    [InlineData(-4)]
    [InlineData(4)]
    public void A_clock_that_leaps_between_two_packets_is_another_clock(int seconds)
    {
        Speak(5);
        _timestamp += (uint)(seconds * 48_000);
        Speak(3);
        Assert.InRange(_uplink.QueueMs, 0, 10);
        Speak(3, lateMicros: 400_000);
        Assert.InRange(_uplink.QueueMs, 380, 420);
    }

    [Fact]
    public void Sparse_sound_of_a_silent_speaker_is_measured_on()
    {
        Speak(5);
        for (var i = 0; i < 10; i++)
        {
            Rest(0.36);
            _timestamp += 18 * Samples;
            Speak(0.04, lateMicros: 300_000);
        }

        Assert.InRange(_uplink.QueueMs, 280, 320);
    }

    /// <summary>A packet of sound every 20 ms, each so much later than it was made; the clock of the room goes on as before.</summary>
    private void Speak(double seconds, long lateMicros = 0)
    {
        for (var end = _now + (long)(seconds * 1_000_000); _now < end; _now += 20_000, _timestamp += Samples)
        {
            _uplink.Count(80, _now);
            _uplink.Date(_timestamp, _now + lateMicros);
            _uplink.Tick(hasVideo: true, _now + lateMicros);
        }
    }

    private void Rest(double seconds, int bytesPerSecond = 0)
    {
        for (var end = _now + (long)(seconds * 1_000_000); _now < end; _now += 20_000)
        {
            if (bytesPerSecond > 0)
            {
                _uplink.Count(bytesPerSecond / 50, _now);
            }

            _uplink.Tick(hasVideo: true, _now);
        }
    }
}
