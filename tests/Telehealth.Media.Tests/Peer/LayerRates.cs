namespace Telehealth.Media.Peer;

/// <summary>What a browser's encoder does with what its link carries: sound first, then the layers from the lowest.</summary>
internal static class LayerRates
{
    private const int SoundKbps = 60;
    private const int RedundantSoundKbps = 95;

    // Below the first nothing is left beside sound, above the second there is again.
    private const int Narrow = 80;
    private const int WideAgain = 120;
    private const int LeastKbps = 30;

    // A layer that gets less than this part of what it wants is not worth sending.
    private const double LeastPart = 0.6;

    private static readonly double[] _shares = [0.09, 0.3, 1];

    /// <summary>The part of the largest layer's rate that a layer has.</summary>
    public static double Share(int layer) => _shares[layer];

    /// <summary>Sets the rates; returns how many layers are sent.</summary>
    public static int Spend(int kbps, IReadOnlyList<VideoLayer> layers, PublishShape shape, SoundSource sound, bool listenerIsNarrow)
    {
        var isNarrow = kbps < (sound.IsNarrow && !listenerIsNarrow ? WideAgain : Narrow);
        sound.IsNarrow = isNarrow || listenerIsNarrow;
        if (isNarrow)
        {
            return 0;
        }

        var left = kbps - (shape.Redundancy ? RedundantSoundKbps : SoundKbps);
        var afforded = 0;
        for (var at = 0; at < layers.Count; at++)
        {
            var wanted = (int)(shape.VideoKbps * (shape.Simulcast ? Share(at) : 1));
            if (at > 0 && left < wanted * LeastPart)
            {
                break;
            }

            layers[at].Sizes.Kbps = Math.Clamp(left, LeastKbps, Math.Max(LeastKbps, wanted));
            left -= wanted;
            afforded++;
        }

        return afforded;
    }
}
