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
    private const long DoubtSpacing = 500_000;

    // A receiver that changes its mind says so within seconds.
    private const long ReceiverWord = 10_000_000;

    private readonly DelayTrend _trend = new();
    private readonly ArrivedRate _arrived = new();
    private readonly DelayRate _byDelay = new(Start, Lowest, Highest);
    private readonly LossRate _byLoss = new(Lowest, Highest);
    private double _byReceiver = Highest;
    private long _receiverAt;
    private long _firstSent;
    private long _lastHeard;
    private long _lastDoubt;
    private bool _overused;

    public long BitsPerSecond => (long)Math.Min(
        IsGuided || !IsSilent ? _byDelay.BitsPerSecond : Highest, Math.Min(_byLoss.BitsPerSecond, _byReceiver));

    /// <summary>Feedback of single packets has come: the estimate follows delay and probes can be judged.</summary>
    public bool IsGuided { get; private set; }

    /// <summary>Whether the link shows no limit at all.</summary>
    public bool IsUnlimited => BitsPerSecond >= Highest;

    /// <summary>How long packets now wait on the way, in ms.</summary>
    public double QueueMs => _trend.QueueMs;

    /// <summary>Lost on the way, smoothed, 0 to 1.</summary>
    public double Loss => _byLoss.Loss;

    /// <summary>What arrives; nothing before that is known.</summary>
    public double? ArrivedBitsPerSecond => _arrived.BitsPerSecond;

    public long RoundTripMicros { get; set; } = 100_000;

    public ProbeCluster Probe { get; } = new();

    private bool IsSilent { get; set; }

    /// <summary>Whether more may be tried now: nothing waits on the way and nothing fell a moment ago.</summary>
    public bool MayProbe(long nowMicros) =>
        IsGuided && QueueMs < 50 && _trend.Use != LinkUse.Over && nowMicros - _lastHeard < 1_000_000
        && (_byDelay.LastDecrease == 0 || nowMicros - _byDelay.LastDecrease > 1_000_000 + RoundTripMicros);

    public void OnPacket(in PacketReport packet)
    {
        _arrived.Add(packet);
        _trend.Add(packet);
        _overused |= _trend.Use == LinkUse.Over;
        Probe.OnPacket(packet);
    }

    /// <summary>All packets of one feedback message have been told.</summary>
    public void OnFeedback(long nowMicros)
    {
        IsGuided = true;
        _lastHeard = nowMicros;
        _byDelay.Update(_overused ? LinkUse.Over : _trend.Use, _arrived.BitsPerSecond, RoundTripMicros, nowMicros);
        _overused = false;
        if (Probe.TakeResult(nowMicros, RoundTripMicros) is { } proven)
        {
            _byDelay.Prove(proven);
            if (_byLoss.Loss < 0.1)
            {
                _byLoss.Prove(proven);
            }
        }
    }

    /// <summary>About once a second, with what was really sent meanwhile.</summary>
    public void UpdateLoss(double loss, long sentBitsPerSecond) => _byLoss.Update(loss, sentBitsPerSecond);

    public void LimitByReceiver(ulong bitsPerSecond, long nowMicros) =>
        (_byReceiver, _receiverAt) = (Math.Clamp(bitsPerSecond, Lowest, Highest), nowMicros);

    /// <summary>Several times a second while the connection is open; <paramref name="isSending"/> when packets went out lately.</summary>
    public void Tick(bool isSending, long nowMicros)
    {
        _firstSent = _firstSent == 0 && isSending ? nowMicros : _firstSent;
        if (nowMicros - _receiverAt > ReceiverWord && IsGuided)
        {
            _byReceiver = Highest;
        }

        if (!isSending || _firstSent == 0)
        {
            _lastHeard = nowMicros;
            return;
        }

        IsSilent = nowMicros - Math.Max(_firstSent, _lastHeard) > Silence;
        if (IsGuided && IsSilent && nowMicros - _lastDoubt > DoubtSpacing)
        {
            _lastDoubt = nowMicros;
            _byDelay.Doubt();
        }
    }
}
