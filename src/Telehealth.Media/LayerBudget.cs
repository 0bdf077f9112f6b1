namespace Telehealth.Media;

/// <summary>Shares what a receiver's link carries among the videos on it: everybody's lowest layer first, then one step up for each in turn.</summary>
internal static class LayerBudget
{
    // A layer's rate swings by about a fifth; without this reserve the choice would flap.
    private const double Reserve = 1.2;

    // What the web client sends at most in each of three layers, for one that is not sent now because nobody takes it.
    private static readonly long[] _usual = [120_000, 450_000, 1_500_000];

    /// <summary>What would be sent if the link carried everything, in bits per second.</summary>
    public static long Wanted(IReadOnlyList<SubscribeLine> lines, long nowMicros)
    {
        var wanted = 0L;
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Track is { Visible: true, Source: { Muted: false } source } track)
            {
                var layer = source.Layers[track.UsefulLayers - 1];
                wanted += source.IsAudio ? layer.Rate.BitsPerSecond(nowMicros)
                    : Math.Max(layer.Rate.BitsPerSecond(nowMicros), _usual[Math.Min(2, layer.Index)]);
            }
        }

        return wanted;
    }

    public static void Spend(IReadOnlyList<SubscribeLine> lines, long bitsPerSecond, long nowMicros)
    {
        var left = (double)bitsPerSecond;
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Track is { } track)
            {
                left -= track.Source.Layers[0].Rate.BitsPerSecond(nowMicros);
                track.MaxLayer = 0;
            }
        }

        // Three layers at most.
        for (var layer = 1; layer < 3; layer++)
        {
            for (var i = 0; i < lines.Count; i++)
            {
                var track = lines[i].Track;
                if (track is null || track.MaxLayer != layer - 1 || track.Source.Layers.Count <= layer)
                {
                    continue;
                }

                var layers = track.Source.Layers;
                var more = layers[layer].Rate.BitsPerSecond(nowMicros) - layers[layer - 1].Rate.BitsPerSecond(nowMicros);
                if (more * Reserve <= left)
                {
                    left -= Math.Max(0, more);
                    track.MaxLayer = layer;
                }
            }
        }
    }
}
