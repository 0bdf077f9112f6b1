using Telehealth.Media.Peer;

namespace Telehealth.Benchmarks.Impairment;

/// <summary>What is wrong with a patient's network, in both directions, and what is still asked of the call (security targets R-5a to R-5d).</summary>
internal sealed record Scenario(string Name, LinkShape Link)
{
    public double MostConcealedPercent { get; init; } = 100;

    public double MostFreezesPerMinute { get; init; } = double.MaxValue;

    public int LeastHeight { get; init; }

    public double LeastFramesPerSecond { get; init; }

    public double MostMsToStopVideo { get; init; } = double.MaxValue;

    public double MostMsToRecover { get; init; } = double.MaxValue;

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("clean", new LinkShape { DelayMs = 20 }) { MostConcealedPercent = 0.2, MostFreezesPerMinute = 0, LeastHeight = 240 },
        new("loss5", new LinkShape { DelayMs = 20, LossPercent = 5 }) { MostConcealedPercent = 0.2, MostFreezesPerMinute = 0, LeastHeight = 240 },
        new("loss10", new LinkShape { DelayMs = 20, LossPercent = 10 }) { MostConcealedPercent = 0.5, MostFreezesPerMinute = 1, LeastHeight = 240 },
        new("loss30", new LinkShape { DelayMs = 20, LossPercent = 30 }) { MostConcealedPercent = 4, MostFreezesPerMinute = 6, LeastHeight = 240 },
        new("bursts", new LinkShape { DelayMs = 20, BurstEveryMs = 20_000, JitterMs = 100, ReorderPercent = 5, DuplicatePercent = 1 }) { MostConcealedPercent = 2 },
        new("rtt300", new LinkShape { DelayMs = 150 }) { MostConcealedPercent = 0.2, MostFreezesPerMinute = 0 },
        new("kbps256", new LinkShape { DelayMs = 40, Kbps = 256 }) { MostConcealedPercent = 1, LeastHeight = 180, LeastFramesPerSecond = 8 },
        new("kbps64rtt300", new LinkShape { DelayMs = 150, Kbps = 64 }) { MostConcealedPercent = 1, MostMsToStopVideo = 3000, MostMsToRecover = 8000 },
    ];

    /// <summary>What was asked and not reached; empty when all was.</summary>
    public IEnumerable<string> Missed(LegResult up, LegResult down, double recoveryMs)
    {
        foreach (var (name, leg) in new[] { ("up", up), ("down", down) })
        {
            if (leg.ConcealedPercent > MostConcealedPercent)
            {
                yield return FormattableString.Invariant($"{name}: concealed above {MostConcealedPercent} %");
            }

            if (leg.FreezesPerMinute > MostFreezesPerMinute)
            {
                yield return FormattableString.Invariant($"{name}: more than {MostFreezesPerMinute} freezes a minute");
            }

            if (leg.Height < LeastHeight)
            {
                yield return FormattableString.Invariant($"{name}: below {LeastHeight}p");
            }

            if (leg.FramesPerSecond < LeastFramesPerSecond)
            {
                yield return FormattableString.Invariant($"{name}: less than {LeastFramesPerSecond} frames a second");
            }

            if (MostMsToStopVideo < double.MaxValue && !(leg.VideoStoppedAfterMs <= MostMsToStopVideo))
            {
                yield return FormattableString.Invariant($"{name}: video not stopped within {MostMsToStopVideo} ms");
            }
        }

        if (MostMsToRecover < double.MaxValue && !(recoveryMs >= 0 && recoveryMs <= MostMsToRecover))
        {
            yield return FormattableString.Invariant($"no video within {MostMsToRecover} ms after the link was whole again");
        }
    }
}

/// <summary>One direction as its receiver heard and saw it.</summary>
internal sealed record LegResult
{
    public required double ConcealedPercent { get; init; }

    public required double FreezesPerMinute { get; init; }

    public required double FramesPerSecond { get; init; }

    /// <summary>Of the layer that was shown at the end; 0 while none was.</summary>
    public required int Height { get; init; }

    public required double SoundDelayMs { get; init; }

    /// <summary>From the fault to the last frame before the picture first stopped, whatever is tried later; null when it did not stop.</summary>
    public required double? VideoStoppedAfterMs { get; init; }
}
