namespace Telehealth.Media.Bandwidth;

/// <summary>What arrives at a receiver, over its last 400 ms, by its own clock.</summary>
internal sealed class ArrivedRate
{
    private const long Step = 50_000;
    private const int Steps = 8;

    private readonly int[] _bytes = new int[Steps];
    private long _newest = -1;
    private int _filled;

    /// <summary>Nothing before 400 ms have been seen.</summary>
    public double? BitsPerSecond
    {
        get
        {
            if (_filled < Steps)
            {
                return null;
            }

            // The newest step is not over yet.
            var sum = 0L;
            for (var i = 1; i < Steps; i++)
            {
                sum += _bytes[(_newest - i + (2L * Steps)) % Steps];
            }

            return sum * 8_000_000.0 / (Step * (Steps - 1));
        }
    }

    public void Add(in PacketReport packet)
    {
        var step = packet.ArrivalMicros / Step;
        if (_newest < 0 || step < _newest - Steps || step > _newest + (4 * Steps))
        {
            Array.Clear(_bytes);
            (_newest, _filled) = (Math.Max(0, step), 0);
        }

        for (; _newest < step; _filled = Math.Min(_filled + 1, Steps))
        {
            _bytes[++_newest % Steps] = 0;
        }

        // What overtook or was overtaken counts as arriving now: it is a matter of milliseconds.
        _bytes[_newest % Steps] += packet.Bytes;
    }
}
