namespace Telehealth.Media.Forwarding;

public sealed class LayerSwitchTests
{
    private const int Everything = int.MaxValue;

    private readonly ForwardingBench _bench = new(false, "q", "h", "f");
    private readonly LayerSwitch _layers;

    public LayerSwitchTests() => _layers = new LayerSwitch(_bench.Track);

    [Fact]
    public void A_link_that_was_too_narrow_is_not_tried_again_for_eight_seconds()
    {
        Follow(Everything);
        Assert.Equal(2, _layers.Current!.Index);
        Follow(0);
        Assert.Equal(0, _layers.Current.Index);
        Run(7_500_000, Everything);
        Assert.Equal(0, _layers.Current.Index);
        Run(1_000_000, Everything);
        Assert.Equal(2, _layers.Current.Index);
    }

    [Fact]
    public void A_tile_that_comes_into_focus_is_not_held_back()
    {
        Follow(Everything);
        Follow(0);
        Run(2_500_000, Everything);
        Assert.Equal(0, _layers.Current!.Index);
        _layers.SetTile(true, 0, 0, 1, _bench.Now);
        Follow(Everything);
        Assert.Equal(2, _layers.Current.Index);
    }

    [Fact]
    public void A_layer_that_has_just_begun_is_taken_at_once_only_for_a_tile_that_has_just_grown()
    {
        _layers.SetTile(true, 320, 180, 0, _bench.Now);
        Run(5_000_000, Everything, 0);
        Assert.Equal(0, _layers.Current!.Index);
        Run(1_500_000, Everything, 0, 1, 2);
        Assert.Equal(0, _layers.Current.Index);
        _layers.SetTile(true, 640, 360, 0, _bench.Now);
        Run(200_000, Everything, 0, 1, 2);
        Assert.Equal(1, _layers.Current.Index);
    }

    [Fact]
    public void The_key_frame_with_which_a_layer_returns_for_a_tile_that_has_grown_is_not_missed()
    {
        _layers.SetTile(true, 320, 180, 0, _bench.Now);
        Run(5_000_000, Everything, 0);
        _layers.SetTile(true, 640, 360, 0, _bench.Now);
        Run(300_000, Everything, 0);
        _bench.Now += 10_000;
        _bench.Frame(1, key: true);
        Assert.True(_layers.Awaits(_bench.Track.Layers[1], Everything, _bench.Now));
        Assert.False(_layers.Awaits(_bench.Track.Layers[1], 0, _bench.Now));
        Run(4_000_000, Everything, 0);
        _bench.Frame(1, key: true);
        Assert.False(_layers.Awaits(_bench.Track.Layers[1], Everything, _bench.Now));
    }

    [Fact]
    public void A_flickering_layer_is_not_taken()
    {
        Run(5_000_000, Everything, 0);
        for (var i = 0; i < 5; i++)
        {
            Run(1_500_000, Everything, 0, 1);
            Run(1_200_000, Everything, 0);
            Assert.Equal(0, _layers.Current!.Index);
        }
    }

    private void Follow(int maxLayer) => Run(100_000, maxLayer);

    private void Run(long micros, int maxLayer, params int[] sending)
    {
        sending = sending.Length == 0 ? [0, 1, 2] : sending;
        for (var end = _bench.Now + micros; _bench.Now < end;)
        {
            _bench.Now += 50_000;
            foreach (var layer in sending)
            {
                _bench.Frame(layer, key: true);
            }

            if (_layers.Choose(maxLayer, _bench.Now) is { } next && _layers.Awaits(next, maxLayer, _bench.Now))
            {
                _layers.Follow(next);
            }
        }
    }
}
