namespace Telehealth.Media.Bandwidth;

/// <summary>When to try whether a link carries more than its estimate. Only the room's loop touches this.</summary>
internal sealed class ProbePlan(DownlinkEstimate estimate)
{
    private const long Spacing = 2_000_000;
    private const long LongestSpacing = 3_500_000;

    // Time for the last probe's queue to drain.
    private const long Breath = 50_000;

    private long _spacing = Spacing;
    private bool _startsUp = true;

    /// <summary>Every probe so far has arrived whole: nobody knows yet what the link carries.</summary>
    public bool StartsUp => _startsUp;

    /// <summary>Begins a probe when the tiles want more than the estimate, or to learn soon after connecting what the link carries.</summary>
    /// <param name="wantedBitsPerSecond">What would be sent if the link carried everything.</param>
    public void Tick(long wantedBitsPerSecond, long nowMicros)
    {
        var probe = estimate.Probe;
        probe.GiveUp(nowMicros, estimate.RoundTripMicros);
        if (probe.IsOpen || wantedBitsPerSecond == 0 || estimate.IsUnlimited || !estimate.MayProbe(nowMicros))
        {
            return;
        }

        var rate = estimate.BitsPerSecond;
        var first = probe.Number == 0;
        if (first || (probe.Succeeded && nowMicros - probe.JudgedMicros > Breath))
        {
            // As long as everything arrives, straight on to what is wanted; at the start to the very end, because a link
            // without a limit needs no pacing.
            if (_startsUp || rate < Enough(wantedBitsPerSecond))
            {
                Begin(rate * 3, nowMicros);
                return;
            }
        }

        _startsUp &= first || probe.Succeeded;
        _spacing = probe.Succeeded ? Spacing : _spacing;
        if (rate < Enough(wantedBitsPerSecond) && nowMicros - probe.JudgedMicros > _spacing)
        {
            _spacing = Math.Min(LongestSpacing, _spacing * 3 / 2);
            Begin(Math.Max(rate * 2, Math.Min(rate * 3, 200_000)), nowMicros);
        }
    }

    // Above what is sent there must be room to let a key frame through quickly.
    private static double Enough(long wanted) => wanted * 1.5;

    private void Begin(long bitsPerSecond, long nowMicros) =>
        estimate.Probe.Begin(Math.Min(DownlinkEstimate.Highest, bitsPerSecond), nowMicros);
}
