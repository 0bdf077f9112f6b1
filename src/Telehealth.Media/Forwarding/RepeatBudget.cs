namespace Telehealth.Media.Forwarding;

/// <summary>Bounds retransmissions to one receiver, so that false NACKs cannot make us flood its link. Only the room's loop touches this.</summary>
internal sealed class RepeatBudget
{
    // A short stream must be able to lose a whole key frame.
    private const int Floor = 64;

    private long _windowStart;
    private int _sentBefore;
    private int _sent;
    private int _repeated;

    public void CountSent() => _sent++;

    public bool TryTake(long nowMicros)
    {
        if (nowMicros - _windowStart >= 1_000_000)
        {
            (_sentBefore, _sent, _repeated, _windowStart) = (_sent, 0, 0, nowMicros);
        }

        // Half of what is sent: beyond that the link is too lossy for repeating to help.
        return _repeated++ < Floor + (Math.Max(_sent, _sentBefore) / 2);
    }
}
