namespace Telehealth.Media.Forwarding;

/// <summary>When to ask a publisher for a key frame: many want one, one request serves all. Only the room's loop touches this.</summary>
internal sealed class KeyFrameRequests
{
    // A key frame costs the publisher's link several hundred kilobits: ask at most twice a second.
    private const long Spacing = 500_000;

    private long _lastMicros;
    private bool _answered = true;
    private bool _wanted;

    /// <summary>Asked again every second until one comes.</summary>
    public void Want() => _wanted = true;

    /// <summary>A key frame has come.</summary>
    public void Answered() => (_wanted, _answered) = (false, true);

    /// <summary>True when it must be asked for now.</summary>
    public bool TryTake(long nowMicros)
    {
        var spacing = _answered ? Spacing : 2 * Spacing;
        if (!_wanted || (_lastMicros != 0 && nowMicros - _lastMicros < spacing))
        {
            return false;
        }

        (_lastMicros, _answered) = (nowMicros, false);
        return true;
    }
}
