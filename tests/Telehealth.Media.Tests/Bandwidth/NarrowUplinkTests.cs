namespace Telehealth.Media.Bandwidth;

public sealed class NarrowUplinkTests
{
    private readonly NarrowUplink _uplink = new();
    private long _now = 10_000_000;

    [Fact]
    public void Little_that_comes_late_stops_the_picture_within_three_seconds_and_little_alone_does_not()
    {
        Run(10, rate: 40_000);
        Assert.False(_uplink.IsNarrow);
        Run(10, rate: 500_000, queue: 400);
        Assert.False(_uplink.IsNarrow);
        Run(3, rate: 55_000, queue: 400);
        Assert.True(_uplink.IsNarrow);
        Assert.Equal(0, _uplink.MaxLayers);
    }

    [Fact]
    public void One_layer_is_tried_every_few_seconds_and_stays_when_the_link_carries_it()
    {
        Run(3, rate: 55_000, queue: 400);
        Run(3.5, rate: 30_000);
        Assert.Equal(0, _uplink.MaxLayers);
        Run(1, rate: 30_000);
        Assert.Equal((1, true), (_uplink.MaxLayers, _uplink.IsNarrow));
        // Still narrow: the trial ends as soon as sound suffers.
        Run(1, rate: 60_000, queue: 500);
        Assert.Equal(0, _uplink.MaxLayers);
        Run(5, rate: 30_000);
        Assert.Equal(1, _uplink.MaxLayers);
        Run(2, rate: 140_000);
        Assert.Equal((int.MaxValue, false), (_uplink.MaxLayers, _uplink.IsNarrow));
    }

    [Fact]
    public void From_the_return_of_the_bandwidth_the_picture_needs_less_than_eight_seconds()
    {
        Run(3, rate: 55_000, queue: 400);
        for (var trial = 0; trial < 5; trial++)
        {
            while (_uplink.MaxLayers == 0)
            {
                Run(0.25, rate: 30_000);
            }

            Run(1, rate: 60_000, queue: 500);
        }

        Assert.Equal(0, _uplink.MaxLayers);
        var since = _now;
        while (_uplink.IsNarrow)
        {
            Run(0.25, rate: _uplink.MaxLayers == 0 ? 30_000 : 150_000);
            Assert.True(_now - since < 8_000_000, "still narrow after eight seconds");
        }
    }

    [Fact]
    public void Without_a_camera_sound_that_stays_well_is_believed()
    {
        Run(3, rate: 40_000, queue: 400, hasVideo: false);
        Assert.True(_uplink.IsNarrow);
        Run(12, rate: 25_000, hasVideo: false);
        Assert.False(_uplink.IsNarrow);
    }

    private void Run(double seconds, long rate, double queue = 0, double loss = 0, bool hasVideo = true)
    {
        for (var end = _now + (long)(seconds * 1_000_000); _now < end;)
        {
            _now += 250_000;
            _uplink.Update(rate, queue, loss, hasVideo, _now);
        }
    }
}
