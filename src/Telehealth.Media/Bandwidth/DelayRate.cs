namespace Telehealth.Media.Bandwidth;

/// <summary>The rate at which no queue grows: additive or multiplicative increase, decrease to 0.85 of what arrives (draft-ietf-rmcat-gcc-02 section 5.5).</summary>
internal sealed class DelayRate(double start, double lowest, double highest)
{
    private const double Decrease = 0.85;

    private readonly double _lowest = lowest;
    private readonly double _highest = highest;
    private double _capacity;
    private double _spread = 0.4;
    private bool _holds;
    private long _lastUpdate;
    private long _lastDecrease;

    public double BitsPerSecond { get; private set; } = start;

    /// <summary>When it last fell; 0 for never.</summary>
    public long LastDecrease => _lastDecrease;

    /// <summary>A probe has shown that the link carries this much.</summary>
    public void Prove(double bitsPerSecond)
    {
        BitsPerSecond = Math.Clamp(Math.Max(BitsPerSecond, bitsPerSecond), _lowest, _highest);
        _capacity = bitsPerSecond > _capacity * 1.5 ? 0 : _capacity;
    }

    /// <summary>Nothing is heard of the receiver any more.</summary>
    public void Doubt() => BitsPerSecond = Math.Max(_lowest, BitsPerSecond * 0.8);

    public void Update(LinkUse use, double? arrived, long roundTripMicros, long nowMicros)
    {
        var elapsed = Math.Clamp(nowMicros - _lastUpdate, 0, 1_000_000) / 1_000_000.0;
        _lastUpdate = nowMicros;
        if (use == LinkUse.Over)
        {
            _holds = true;
            Fall(arrived, roundTripMicros, nowMicros);
            return;
        }

        // After a fall the queue drains first: rising waits until delays neither grow nor shrink.
        _holds = use == LinkUse.Under || (_holds && nowMicros - _lastDecrease < roundTripMicros);
        if (_holds || arrived is not { } rate)
        {
            return;
        }

        if (_capacity > 0 && rate > _capacity * (1 + (3 * _spread)))
        {
            _capacity = 0;
        }

        // Near the rate at which a queue grew before, carefully; elsewhere by 8 % a second.
        var response = (roundTripMicros + 100_000) / 1_000_000.0;
        var more = _capacity > 0
            ? Math.Max(4_000, 1_200 * 8 / response) * elapsed
            : BitsPerSecond * (Math.Pow(1.08, elapsed) - 1);
        // What is not used is not proven: only a probe goes beyond.
        var proven = (1.5 * rate) + 10_000;
        BitsPerSecond = Math.Min(_highest, Math.Max(BitsPerSecond, Math.Min(BitsPerSecond + more, proven)));
    }

    private void Fall(double? arrived, long roundTripMicros, long nowMicros)
    {
        if (nowMicros - _lastDecrease < roundTripMicros + 100_000 && !(arrived < BitsPerSecond / 2))
        {
            return;
        }

        var rate = arrived ?? BitsPerSecond * 0.6;
        if (rate * Decrease < BitsPerSecond)
        {
            BitsPerSecond = Math.Max(_lowest, rate * Decrease);
            Learn(rate);
        }

        _lastDecrease = nowMicros;
    }

    /// <summary>The average and the relative spread of the rates at which the queue grew.</summary>
    private void Learn(double rate)
    {
        if (_capacity == 0 || rate < _capacity * (1 - (3 * _spread)))
        {
            (_capacity, _spread) = (rate, 0.1);
            return;
        }

        var off = (rate - _capacity) / _capacity;
        _capacity += 0.05 * (rate - _capacity);
        _spread = Math.Clamp((0.95 * _spread) + (0.05 * Math.Abs(off)), 0.02, 0.2);
    }
}
