namespace Telehealth.Media.Bandwidth;

/// <summary>
/// The rate at which nothing is lost for want of room: falls above 10 % of loss, rises below 2 % (draft-ietf-rmcat-gcc-02 section 6).
/// Loss that stays when less is sent is the line's own and no reason to send still less.
/// </summary>
internal sealed class LossRate(double lowest, double highest)
{
    // One second at a poor rate is a few dozen packets: too few to tell 5 % from 12 % of loss.
    private const double Weight = 0.25;

    // Seconds after a fall in which the loss must have answered.
    private const int Patience = 4;

    private const double LargestOwn = 0.5;

    private readonly double _lowest = lowest;
    private readonly double _highest = highest;
    private double _loss;
    private double _own;
    private double _lossBefore;
    private double _rateBefore;
    private int _waited;

    public double BitsPerSecond { get; private set; } = highest;

    /// <summary>Smoothed, 0 to 1.</summary>
    public double Loss => _loss;

    /// <summary>About once a second, with what was really sent meanwhile.</summary>
    /// <param name="isQueued">Packets wait on the way: what is lost then says nothing of the line.</param>
    public void Update(double loss, double sentBitsPerSecond, bool isQueued)
    {
        _loss += (loss - _loss) * Weight;
        _own = Math.Min(_own, _loss);
        var excess = Math.Max(0, _loss - _own) / (1 - _own);
        if (excess > 0.10)
        {
            Fall(excess, sentBitsPerSecond, isQueued);
        }
        else if (excess < 0.02)
        {
            BitsPerSecond = Math.Min(_highest, (BitsPerSecond * 1.08) + 1000);
            _rateBefore = 0;
        }
    }

    /// <summary>A probe has shown that the link carries this much.</summary>
    /// <param name="isWhole">It came as fast as it was sent: what is lost of less is not lost for want of room.</param>
    public void Prove(double bitsPerSecond, bool isWhole)
    {
        if (isWhole)
        {
            (_own, _rateBefore) = (Math.Min(LargestOwn, _loss), 0);
        }

        if (isWhole || _loss < 0.1)
        {
            BitsPerSecond = Math.Clamp(Math.Max(BitsPerSecond, bitsPerSecond), _lowest, _highest);
        }
    }

    private void Fall(double excess, double sentBitsPerSecond, bool isQueued)
    {
        if (_rateBefore == 0)
        {
            (_lossBefore, _rateBefore, _waited) = (_loss, sentBitsPerSecond, 0);
        }
        else if (++_waited >= Patience && sentBitsPerSecond < _rateBefore * 0.75)
        {
            if (_loss > _lossBefore * 0.75 && !isQueued)
            {
                // A full queue would lose less by now.
                _own = Math.Min(LargestOwn, _loss);
                BitsPerSecond = Math.Max(BitsPerSecond, _rateBefore);
                _rateBefore = 0;
                return;
            }

            (_lossBefore, _rateBefore, _waited) = (_loss, sentBitsPerSecond, 0);
        }

        // Below what is sent, and no further until less is: sound does not obey, and would be taken for too much for ever.
        BitsPerSecond = Math.Max(_lowest, Math.Min(BitsPerSecond, sentBitsPerSecond * (1 - (excess / 2))));
    }
}
