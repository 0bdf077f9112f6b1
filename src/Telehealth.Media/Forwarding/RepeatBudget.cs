namespace Telehealth.Media.Forwarding;

/// <summary>Bounds retransmissions to one receiver, so that false NACKs cannot make us flood its link. Only the room's loop touches this.</summary>
internal sealed class RepeatBudget
{
    /// <summary>Of what is sent; more only on a link that really loses more.</summary>
    public const double Share = 0.15;

    // Repeats are lost too, but beyond this a smaller layer helps and repeating does not.
    private const double LargestShare = 0.5;

    /// <summary>A short stream must be able to lose a whole key frame, in bytes.</summary>
    public const int Reserve = 64 * 1024;

    private double _left = Reserve;

    /// <param name="loss">On the way to the receiver, 0 to 1.</param>
    public void CountSent(int bytes, double loss) =>
        _left = Math.Min(Reserve, _left + (bytes * Math.Clamp(1.5 * loss, Share, LargestShare)));

    public bool TryTake(int bytes)
    {
        if (_left < bytes)
        {
            return false;
        }

        _left -= bytes;
        return true;
    }
}
