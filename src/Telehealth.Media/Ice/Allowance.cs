namespace Telehealth.Media.Ice;

/// <summary>What a peer may send us (S-M10): a token bucket. Packets beyond it are dropped before anybody works on them.</summary>
internal sealed class Allowance(int kilobitsPerSecond)
{
    // Key frames of all layers at once, and a browser's probes, come in bursts.
    private const long BurstMicros = 1_000_000;

    // A kilobit per second is a thousandth of a bit per microsecond.
    private const long UnitsPerByte = 8_000;

    private long _left = kilobitsPerSecond * BurstMicros;
    private long _lastMicros = long.MinValue;

    /// <summary>A change gives no burst of its own: whoever makes many of them gains nothing.</summary>
    public int KilobitsPerSecond { get; set; } = kilobitsPerSecond;

    /// <summary>False when the packet is one too many.</summary>
    public bool TryTake(int bytes, long nowMicros)
    {
        // Packets of several cores may come dated in another order.
        var elapsed = _lastMicros == long.MinValue ? 0 : Math.Clamp(nowMicros - _lastMicros, 0, BurstMicros);
        _lastMicros = Math.Max(_lastMicros, nowMicros);
        _left = Math.Min(KilobitsPerSecond * BurstMicros, _left + (elapsed * KilobitsPerSecond));
        if (_left < bytes * UnitsPerByte)
        {
            return false;
        }

        _left -= bytes * UnitsPerByte;
        return true;
    }
}
