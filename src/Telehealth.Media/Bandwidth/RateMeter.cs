namespace Telehealth.Media.Bandwidth;

/// <summary>Bits per second over the last full half seconds. Only the room's loop touches this.</summary>
internal sealed class RateMeter
{
    private const long WindowMicros = 500_000;

    private long _windowStart;
    private long _bytes;
    private double _rate;

    public void Add(int bytes, long nowMicros)
    {
        Roll(nowMicros);
        _bytes += bytes;
    }

    public long BitsPerSecond(long nowMicros)
    {
        Roll(nowMicros);
        return (long)_rate;
    }

    private void Roll(long nowMicros)
    {
        var elapsed = nowMicros - _windowStart;
        if (elapsed < WindowMicros)
        {
            return;
        }

        var current = _bytes * 8_000_000.0 / elapsed;
        // Half old, half new: one key frame must not look like a rate.
        _rate = elapsed > 4 * WindowMicros ? current : (_rate + current) / 2;
        _bytes = 0;
        _windowStart = nowMicros;
    }
}
