namespace Telehealth.Media.Forwarding;

/// <summary>
/// What one receiver waits for whose link fell so far behind that its pictures were dropped. It goes on with the next key frame that
/// comes anyway; for one of its own it asks rarely, since everybody else who gets the layer pays for that too. Only the room's loop
/// touches this.
/// </summary>
internal sealed class Overrun(Egress egress)
{
    // A link that falls behind again and again gets a picture now and then, and the others keep theirs.
    private const long AskSpacing = 4_000_000;

    private bool _isBehind;
    private long _nextAsk;

    /// <summary>False while a key frame would only be dropped half-way.</summary>
    public bool MayBegin => !_isBehind || egress.Takes(1, 0);

    public void Begin() => _isBehind = true;

    /// <summary>A whole picture is going out.</summary>
    public void End() => _isBehind = false;

    /// <summary>True when a key frame may be asked for now.</summary>
    public bool TryAsk(long nowMicros)
    {
        if (_isBehind)
        {
            if (egress.Waiting > 0 || nowMicros < _nextAsk)
            {
                return false;
            }

            _nextAsk = nowMicros + AskSpacing;
        }

        return true;
    }
}
