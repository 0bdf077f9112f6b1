namespace Telehealth.Media.Forwarding;

/// <summary>Which simulcast layer fits a tile and a link.</summary>
internal static class LayerChoice
{
    // A browser that starts a layer may stop it again at once; only one that has lasted is worth a key frame.
    private const long StableMicros = 2_000_000;

    /// <summary>The layer to send now; nothing when the publisher sends none.</summary>
    /// <param name="maxIndex">The highest layer the link carries.</param>
    /// <param name="current">What is sent already: a higher one must have lasted before it takes over.</param>
    public static UpLayer? Pick(
        UpTrack track, int tileWidth, int tileHeight, int maxIndex, UpLayer? current, long nowMicros)
    {
        var waits = current is not null && current.IsActive(nowMicros) ? current.Index : int.MaxValue;
        UpLayer? best = null;
        for (var i = 0; i < track.Layers.Count; i++)
        {
            var layer = track.Layers[i];
            if (!layer.IsActive(nowMicros) || (i > waits && nowMicros - layer.ActiveSinceMicros < StableMicros))
            {
                continue;
            }

            if (best is not null && (i > maxIndex || Fills(track, best.Index, tileWidth, tileHeight)))
            {
                break;
            }

            best = layer;
        }

        return best;
    }

    /// <summary>How many layers, from the lowest, a tile of this size can make use of, sent now or not.</summary>
    public static int Useful(UpTrack track, int tileWidth, int tileHeight)
    {
        var count = 1;
        while (count < track.Layers.Count && !Fills(track, count - 1, tileWidth, tileHeight))
        {
            count++;
        }

        return count;
    }

    /// <summary>The lowest spatial layer within one stream that fills the tile, else the highest.</summary>
    public static int Spatial(Rtp.DependencyStructure? structure, int tileWidth, int tileHeight)
    {
        var spatial = 0;
        while (structure is { IsEmpty: false } && spatial < structure.MaxSpatial
            && !Fills(structure.Size(spatial), tileWidth, tileHeight))
        {
            spatial++;
        }

        return structure is { IsEmpty: false } ? spatial : int.MaxValue;
    }

    // A picture stretched by a quarter still looks sharp, and pictures are letter-boxed: one side that fits is enough.
    private static bool Fills(UpTrack track, int index, int width, int height) => Fills(SizeOf(track, index), width, height);

    private static bool Fills((int Width, int Height) layer, int width, int height) =>
        width > 0 && height > 0 && layer.Width > 0 && (layer.Width * 5 >= width * 4 || layer.Height * 5 >= height * 4);

    // Each layer of a simulcast is twice as large as the one below; one that was never sent is guessed from those that were.
    private static (int Width, int Height) SizeOf(UpTrack track, int index)
    {
        var own = track.Layers[index];
        for (var i = 0; own.Width == 0 && i < track.Layers.Count; i++)
        {
            var other = track.Layers[i];
            if (other.Width > 0)
            {
                return i < index
                    ? (other.Width << (index - i), other.Height << (index - i))
                    : (other.Width >> (i - index), other.Height >> (i - index));
            }
        }

        return (own.Width, own.Height);
    }
}
