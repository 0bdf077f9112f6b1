namespace Telehealth.Media.Forwarding;

/// <summary>Which simulcast layer fits a tile and a link.</summary>
internal static class LayerChoice
{
    /// <summary>The layer to send now; nothing when the publisher sends none.</summary>
    /// <param name="maxIndex">The highest layer the link carries.</param>
    public static UpLayer? Pick(UpTrack track, int tileWidth, int tileHeight, int maxIndex, long nowMicros)
    {
        UpLayer? best = null;
        for (var i = 0; i < track.Layers.Count; i++)
        {
            var layer = track.Layers[i];
            if (!layer.IsActive(nowMicros))
            {
                continue;
            }

            if (best is not null && (i > maxIndex || Fills(best, tileWidth, tileHeight)))
            {
                break;
            }

            best = layer;
        }

        return best;
    }

    // A picture stretched by a quarter still looks sharp, and pictures are letter-boxed: one side that fits is enough.
    private static bool Fills(UpLayer layer, int width, int height) =>
        width > 0 && height > 0 && layer.Width > 0
        && (layer.Width * 5 >= width * 4 || layer.Height * 5 >= height * 4);
}
