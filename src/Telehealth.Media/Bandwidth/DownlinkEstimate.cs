namespace Telehealth.Media.Bandwidth;

/// <summary>
/// What a receiver's link carries: falls with loss, rises while there is none, never above what the receiver itself estimates.
/// Only the room's loop touches this.
/// </summary>
internal sealed class DownlinkEstimate
{
    // More than any tile arrangement needs: no limit until there is loss.
    private const double Highest = 20_000_000;

    // Sound and the lowest layer.
    private const double Lowest = 100_000;

    // One second at a poor rate is a few dozen packets: too few to tell 5 % from 12 % of loss.
    private const double Weight = 0.25;

    private double _loss;
    private double _byLoss = Highest;
    private double _byReceiver = Highest;

    public long BitsPerSecond => (long)Math.Min(_byLoss, _byReceiver);

    /// <summary>Once a second, with what was really sent meanwhile.</summary>
    public void Update(double loss, long sentBitsPerSecond)
    {
        _loss += (loss - _loss) * Weight;
        // The thresholds of libwebrtc's loss-based controller: up to 2 % is noise, above 10 % is congestion.
        if (_loss > 0.10)
        {
            _byLoss = Math.Max(Lowest, Math.Min(_byLoss, sentBitsPerSecond) * (1 - (_loss / 2)));
        }
        else if (_loss < 0.02)
        {
            _byLoss = Math.Min(Highest, (_byLoss * 1.08) + 1000);
        }
    }

    public void LimitByReceiver(ulong bitsPerSecond) => _byReceiver = Math.Clamp(bitsPerSecond, Lowest, Highest);
}
