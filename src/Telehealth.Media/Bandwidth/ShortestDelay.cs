namespace Telehealth.Media.Bandwidth;

/// <summary>The shortest time a packet took in the last five to ten seconds, on two clocks that may drift apart.</summary>
internal sealed class ShortestDelay
{
    private const long Period = 5_000_000;

    private long _current = long.MaxValue;
    private long _before = long.MaxValue;
    private long _since;

    public long Micros => Math.Min(_current, _before);

    public void Add(long micros, long nowMicros)
    {
        if (nowMicros - _since > Period)
        {
            (_before, _current, _since) = (_current, micros, nowMicros);
        }

        _current = Math.Min(_current, micros);
    }

    public void Reset() => (_current, _before) = (long.MaxValue, long.MaxValue);
}
