using Telehealth.Media.Forwarding;

namespace Telehealth.Media;

/// <summary>
/// Shares what a receiver's link carries: sound first, then the tile in focus as sharp as it can use, then everybody else's
/// lowest layer, then one step up for each in turn. What does not fit even so is stopped.
/// </summary>
internal static class LayerBudget
{
    // A layer's rate swings by about a fifth; without this reserve the choice would flap.
    private const double ToClimb = 1.2;

    private const double VideoOverhead = 1.05;

    // Three layers at most.
    private const int Layers = 3;

    // What the web client sends at most in each of three layers, for one that is not sent now because nobody takes it.
    private static readonly long[] _usual = [120_000, 450_000, 1_500_000];

    /// <summary>What would be sent if the link carried everything, in bits per second.</summary>
    /// <param name="sound">What sound takes, on the wire.</param>
    public static long Wanted(IReadOnlyList<SubscribeLine> lines, long sound, long nowMicros)
    {
        var wanted = (double)sound;
        for (var i = 0; i < lines.Count; i++)
        {
            if (Shown(lines[i]) is { } track)
            {
                var top = track.UsefulSteps - 1;
                wanted += Math.Max(Cost(track, top, int.MaxValue, nowMicros), _usual[Math.Min(Layers - 1, top)]);
            }
        }

        return (long)wanted;
    }

    /// <param name="bitsPerSecond">What the link carries besides sound; less than nothing when it does not carry even that.</param>
    /// <param name="mayPause">False while the link is still being found out: then everybody's lowest layer is tried.</param>
    public static void Spend(IReadOnlyList<SubscribeLine> lines, long bitsPerSecond, long nowMicros, bool mayPause = true)
    {
        Span<int> before = stackalloc int[lines.Count];
        double left = bitsPerSecond;
        foreach (var inFocus in (ReadOnlySpan<bool>)[true, false])
        {
            for (var i = 0; i < lines.Count; i++)
            {
                if (Shown(lines[i]) is { } track && track.Priority > 0 == inFocus)
                {
                    before[i] = track.Pause.Carried;
                    TakeLowest(track, mayPause, ref left, nowMicros);
                    for (var layer = 1; inFocus && layer < Layers; layer++)
                    {
                        Climb(track, layer, before[i], ref left, nowMicros);
                    }
                }
            }
        }

        for (var layer = 1; layer < Layers; layer++)
        {
            for (var i = 0; i < lines.Count; i++)
            {
                if (Shown(lines[i]) is { Priority: <= 0 } track)
                {
                    Climb(track, layer, before[i], ref left, nowMicros);
                }
            }
        }
    }

    private static DownTrack? Shown(SubscribeLine line) =>
        line.Track is { Visible: true, Source: { IsAudio: false, Muted: false } } track ? track : null;

    private static void TakeLowest(DownTrack track, bool mayPause, ref double left, long nowMicros)
    {
        var reserve = track.Pause.Needs(nowMicros);
        track.MaxLayer = 0;
        for (var temporal = track.Source.TemporalLayers(0) - 1; temporal >= 0; temporal--)
        {
            var cost = Cost(track, 0, temporal, nowMicros);
            if (cost * reserve <= left)
            {
                left -= cost;
                Grant(track, 0, temporal);
                if (track.Pause.Enough(nowMicros))
                {
                    track.Resume();
                }

                return;
            }
        }

        track.Pause.Carried = 0;
        if (!mayPause)
        {
            left = 0;
            return;
        }

        track.MaxTemporal = 0;
        track.Pause.Short(left / Cost(track, 0, 0, nowMicros), nowMicros);
    }

    private static void Climb(DownTrack track, int layer, int before, ref double left, long nowMicros)
    {
        if (track.Pause.IsPaused || track.MaxLayer != layer - 1 || track.Source.Steps <= layer || track.UsefulSteps <= layer)
        {
            return;
        }

        var had = before >= layer;
        var spent = Cost(track, layer - 1, track.MaxTemporal, nowMicros);
        // Fewer pictures a second keep a layer; only all of them are worth going up for.
        var least = had ? 0 : track.Source.TemporalLayers(layer) - 1;
        for (var temporal = track.Source.TemporalLayers(layer) - 1; temporal >= least; temporal--)
        {
            var more = Cost(track, layer, temporal, nowMicros) - spent;
            if (more * (had ? 1 : ToClimb) <= left)
            {
                left -= Math.Max(0, more);
                Grant(track, layer, temporal);
                return;
            }
        }
    }

    private static void Grant(DownTrack track, int layer, int temporal)
    {
        track.Pause.Carried = layer;
        // What the tile cannot use limits nothing, so that a larger tile need not wait for the next round.
        track.MaxLayer = layer + 1 >= track.UsefulSteps ? track.Source.Steps - 1 : layer;
        track.MaxTemporal = temporal >= track.Source.TemporalLayers(layer) - 1 ? int.MaxValue : temporal;
    }

    private static double Cost(DownTrack track, int layer, int maxTemporal, long nowMicros)
    {
        var measured = track.Source.BitsPerSecond(layer, maxTemporal, nowMicros);
        return (measured > 0 ? measured : _usual[Math.Min(Layers - 1, layer)]) * VideoOverhead;
    }
}
