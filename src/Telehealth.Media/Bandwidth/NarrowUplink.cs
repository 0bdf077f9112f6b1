namespace Telehealth.Media.Bandwidth;

/// <summary>
/// Whether a publisher's uplink carries sound alone. Video is stopped when little arrives and what arrives is late or lost, and tried
/// again with one layer every few seconds, because an uplink shows its room only to who uses it. Only the room's loop touches this.
/// </summary>
internal sealed class NarrowUplink
{
    /// <summary>Less than this carries sound only.</summary>
    public const long Narrow = 80_000;

    // Sound and the lowest layer.
    private const long Roomy = 100_000;
    private const long LongQueueMs = 200;
    private const double HighLoss = 0.10;

    private const long Memory = 5_000_000;
    private const long Patience = 2_000_000;
    private const long BetweenTrials = 4_500_000;
    private const long TrialLength = 3_000_000;
    private const long GraceOfTrial = 700_000;
    private const long Steady = 1_000_000;

    private long _congestedAt = -Memory;
    private long _littleSince;
    private long _enoughSince;
    private long _trialAt;
    private long _trialSince;

    /// <summary>Sound goes in long packets, and video only on trial.</summary>
    public bool IsNarrow { get; private set; }

    /// <summary>The most layers of each video that may be sent now.</summary>
    public int MaxLayers => !IsNarrow ? int.MaxValue : _trialSince != 0 ? 1 : 0;

    /// <summary>Several times a second.</summary>
    /// <param name="bitsPerSecond">What arrives on the connection, of everything.</param>
    /// <param name="queueMs">How much longer sound takes than at best.</param>
    /// <param name="hasVideo">Whether there is a video that would be sent.</param>
    public void Update(long bitsPerSecond, double queueMs, double loss, bool hasVideo, long nowMicros)
    {
        var congested = queueMs > LongQueueMs || loss > HighLoss;
        _congestedAt = congested ? nowMicros : _congestedAt;
        _littleSince = bitsPerSecond >= Narrow ? 0 : _littleSince == 0 ? nowMicros : _littleSince;
        _enoughSince = bitsPerSecond < Roomy || congested ? 0 : _enoughSince == 0 ? nowMicros : _enoughSince;
        if (!IsNarrow)
        {
            if (_littleSince != 0 && nowMicros - _littleSince >= Patience && nowMicros - _congestedAt < Memory)
            {
                Stop(nowMicros);
            }
        }
        else if (_trialSince == 0)
        {
            // A trial amid congestion would only hurt the sound.
            if (nowMicros >= _trialAt && !congested)
            {
                (_trialSince, _enoughSince) = (nowMicros, 0);
            }
        }
        else
        {
            Judge(congested, hasVideo, nowMicros);
        }
    }

    private void Judge(bool congested, bool hasVideo, long nowMicros)
    {
        var lasted = nowMicros - _trialSince;
        var enough = _enoughSince != 0 && nowMicros - _enoughSince >= Steady;
        // Without a video there is nothing to fill the link with: sound that stays well for a while must do.
        if (enough || (!hasVideo && lasted > TrialLength && nowMicros - _congestedAt > Memory))
        {
            (IsNarrow, _trialSince, _littleSince) = (false, 0, 0);
        }
        else if ((congested && lasted > GraceOfTrial) || (hasVideo && lasted > TrialLength))
        {
            Stop(nowMicros);
        }
    }

    private void Stop(long nowMicros) => (IsNarrow, _trialSince, _trialAt) = (true, 0, nowMicros + BetweenTrials);
}
