namespace Telehealth.Media.Forwarding;

public sealed class LayerChoiceTests
{
    [Theory]
    [InlineData(0, 0, 2, 2)]
    [InlineData(160, 90, 2, 0)]
    [InlineData(320, 180, 2, 0)]
    [InlineData(400, 225, 2, 0)]
    [InlineData(401, 226, 2, 1)]
    [InlineData(640, 360, 2, 1)]
    [InlineData(1280, 720, 2, 2)]
    [InlineData(3840, 2160, 2, 2)]
    [InlineData(90, 700, 2, 0)]
    [InlineData(1280, 720, 1, 1)]
    [InlineData(1280, 720, 0, 0)]
    public void The_smallest_layer_that_fills_the_tile_is_sent(int width, int height, int maxIndex, int expected)
    {
        var bench = Bench(0, 1, 2);
        Assert.Equal(expected, LayerChoice.Pick(bench.Track, width, height, maxIndex, null, bench.Now)!.Index);
    }

    [Fact]
    public void Without_the_wanted_layer_the_nearest_below_is_sent_and_else_the_one_above()
    {
        var bench = Bench(0, 2);
        Assert.Equal(0, LayerChoice.Pick(bench.Track, 1280, 720, 1, null, bench.Now)!.Index);
        Assert.Equal(2, LayerChoice.Pick(bench.Track, 640, 360, 2, null, bench.Now)!.Index);
        bench = Bench(2);
        Assert.Equal(2, LayerChoice.Pick(bench.Track, 160, 90, 0, null, bench.Now)!.Index);
        Assert.Null(LayerChoice.Pick(bench.Track, 160, 90, 0, null, bench.Now + 1_000_000));
    }

    [Fact]
    public void A_link_is_shared_fairly()
    {
        var now = 1_000_000L;
        var lines = Enumerable.Range(0, 2).Select(i => Line(i, ref now)).ToArray();
        LayerBudget.Spend(lines, 10_000_000, now);
        Assert.All(lines, line => Assert.Equal(2, line.Track!.MaxLayer));
        // Everybody's middle layer before anybody's top layer.
        LayerBudget.Spend(lines, 1_500_000, now);
        Assert.All(lines, line => Assert.Equal(1, line.Track!.MaxLayer));
        LayerBudget.Spend(lines, 100_000, now);
        Assert.All(lines, line => Assert.Equal(0, line.Track!.MaxLayer));
    }

    private static SubscribeLine Line(int index, ref long now)
    {
        var bench = Bench(0, 1, 2);
        int[] rates = [100_000, 400_000, 1_500_000];
        foreach (var layer in bench.Track.Layers)
        {
            // The first half second was empty, and the meter smooths over two.
            layer.Rate.Add(rates[layer.Index] / 8, bench.Now + 250_000);
        }

        now = bench.Now + 500_000;
        return new SubscribeLine(index.ToString(System.Globalization.CultureInfo.InvariantCulture), false) { Track = bench.Receiver };
    }

    private static ForwardingBench Bench(params int[] layers)
    {
        var bench = new ForwardingBench(false, "q", "h", "f");
        foreach (var layer in layers)
        {
            bench.Frame(layer, key: true);
        }

        return bench;
    }
}
