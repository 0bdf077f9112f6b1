namespace Telehealth.Media.Bandwidth;

/// <summary>
/// What a receiver's link carries, in bits per second on the wire: by delay and by loss, raised by probes, never above what the
/// receiver itself estimates. Only the room's loop touches this.
/// </summary>
internal sealed class DownlinkEstimate
{
    /// <summary>More than any arrangement of tiles needs: from here on nothing is limited.</summary>
    public const long Highest = 20_000_000;

    /// <summary>Sound alone, in long packets.</summary>
    public const long Lowest = 30_000;

    // Sound and a small picture, until the first feedback says more.
    private const long Start = 300_000;

    // Whoever negotiated transport-wide feedback and gives none for this long gives none at all.
    private const long Silence = 2_000_000;
    private const long LongestAnswer = 1_000_000;
    private const long DoubtSpacing = 500_000;

    // Sound in a pause of speech goes out every 400 ms: after this long nothing is sent at all, and nothing heard means nothing.
    private const long Idle = 1_000_000;
    private const double QueueToProbeBehind = 50;

    // A receiver that changes its mind says so within seconds.
    private const long ReceiverWord = 10_000_000;

    private readonly DelayTrend _trend = new();
    private readonly ArrivedRate _arrived = new();
    private readonly DelayRate _byDelay = new(Start, Lowest, Highest);
    private readonly LossRate _byLoss = new(Lowest, Highest);
    private double _byReceiver = Highest;
    private long _receiverAt;
    private long _lastSent;
    private long _unansweredSince;
    private long _idleMicros;
    private long _lastDoubt;
    private bool _overused;

    public long BitsPerSecond => (long)Math.Min(
        IsGuided || !IsSilent ? _byDelay.BitsPerSecond : Highest, Math.Min(_byLoss.BitsPerSecond, _byReceiver));

    /// <summary>Feedback of single packets has come: the estimate follows delay and probes can be judged.</summary>
    public bool IsGuided { get; private set; }

    /// <summary>Whether the link shows no limit at all.</summary>
    public bool IsUnlimited => BitsPerSecond >= Highest;

    /// <summary>How long packets now wait on the way, in ms.</summary>
    public double QueueMs => Math.Max(0, _trend.QueueMs - (_idleMicros / 1000.0));

    /// <summary>Lost on the way, smoothed, 0 to 1.</summary>
    public double Loss => _byLoss.Loss;

    /// <summary>What arrives; nothing before that is known.</summary>
    public double? ArrivedBitsPerSecond => _arrived.BitsPerSecond;

    public long RoundTripMicros { get; set; } = 100_000;

    public ProbeCluster Probe { get; } = new();

    private bool IsSilent { get; set; }

    /// <summary>Whether more may be tried now: nothing waits on the way and nothing fell a moment ago.</summary>
    public bool MayProbe(long nowMicros) =>
        IsGuided && QueueMs < QueueToProbeBehind && (_trend.Use != LinkUse.Over || _idleMicros > 0)
        && !(IsSending(nowMicros) && _unansweredSince != 0 && nowMicros - _unansweredSince > LongestAnswer)
        && (_byDelay.LastDecrease == 0 || nowMicros - _byDelay.LastDecrease > 1_000_000 + RoundTripMicros);

    /// <summary>Something goes out that the receiver would tell of if it told of single packets.</summary>
    public void CountSent(long nowMicros)
    {
        // What got no answer before a pause may have been lost; it says nothing of what goes out now.
        _unansweredSince = _unansweredSince == 0 || !IsSending(nowMicros) ? nowMicros : _unansweredSince;
        _lastSent = nowMicros;
    }

    public void OnPacket(in PacketReport packet)
    {
        _arrived.Add(packet);
        _trend.Add(packet);
        _overused |= _trend.Use == LinkUse.Over;
        Probe.OnPacket(packet);
    }

    /// <summary>One packet did not come.</summary>
    public void OnLost(byte cluster) => Probe.OnLost(cluster);

    /// <summary>All packets of one feedback message have been told.</summary>
    public void OnFeedback(long nowMicros)
    {
        IsGuided = true;
        _unansweredSince = 0;
        _byDelay.Update(_overused ? LinkUse.Over : _trend.Use, _arrived.BitsPerSecond, RoundTripMicros, nowMicros);
        _overused = false;
        if (Probe.TakeResult(nowMicros, RoundTripMicros, Loss) is { } proven)
        {
            _byDelay.Prove(proven);
            _byLoss.Prove(proven, isWhole: Probe.Succeeded);
        }
    }

    /// <summary>About once a second, with what was really sent meanwhile.</summary>
    public void UpdateLoss(double loss, long sentBitsPerSecond) => _byLoss.Update(loss, sentBitsPerSecond, QueueMs > QueueToProbeBehind);

    public void LimitByReceiver(ulong bitsPerSecond, long nowMicros) =>
        (_byReceiver, _receiverAt) = (Math.Clamp(bitsPerSecond, Lowest, Highest), nowMicros);

    /// <summary>Several times a second while the connection is open.</summary>
    public void Tick(long nowMicros)
    {
        if (nowMicros - _receiverAt > ReceiverWord && IsGuided)
        {
            _byReceiver = Highest;
        }

        _idleMicros = IsSending(nowMicros) ? 0 : nowMicros - _lastSent;
        if (_idleMicros > 0)
        {
            Rest();
            return;
        }

        IsSilent = _unansweredSince != 0 && nowMicros - _unansweredSince > Silence;
        if (IsGuided && IsSilent && nowMicros - _lastDoubt > DoubtSpacing)
        {
            _lastDoubt = nowMicros;
            _byDelay.Doubt();
        }
    }

    private bool IsSending(long nowMicros) => _lastSent != 0 && nowMicros - _lastSent <= Idle;

    /// <summary>A queue that nothing joins is gone after as long as its last packet waited.</summary>
    private void Rest()
    {
        if (QueueMs == 0)
        {
            _trend.Restart();
        }
    }
}
