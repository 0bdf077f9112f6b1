namespace Telehealth.Media.Forwarding;

/// <summary>
/// Gives one receiver an unbroken count of pictures while its source changes and while some pictures are left out: those that we
/// miss ourselves keep their numbers, those that we leave out take none. Only the room's loop touches this.
/// </summary>
internal sealed class PictureMunger
{
    // How far back a late packet still finds its picture: two seconds of video. Less than half of what 7 bits count.
    private const int Window = 64;

    private readonly int[] _outgoing = new int[Window];
    private readonly State[] _states = new State[Window];
    private int _next;
    private int _highest;
    private bool _running;
    private bool _started;

    private enum State : byte
    {
        Closed,
        Open,
        Sent,
    }

    /// <summary>The newest picture seen, as the source counts; meaningful while running.</summary>
    public int Highest => _highest;

    public bool IsRunning => _running;

    /// <summary>The next picture starts a new source and follows the last one sent.</summary>
    public void Restart() => _running = false;

    /// <summary>How far a picture lies after the newest one.</summary>
    public int Ahead(int source, int modulus)
    {
        var difference = (source - _highest) & (modulus - 1);
        return difference < modulus / 2 ? difference : difference - modulus;
    }

    /// <summary>The outgoing number of a picture; false when it is left out or too late.</summary>
    /// <param name="source">The source's own number.</param>
    /// <param name="modulus">A power of two: where the source's numbers wrap.</param>
    /// <param name="wanted">Whether a picture seen for the first time is sent.</param>
    public bool TryMap(int source, int modulus, bool wanted, out int outgoing)
    {
        if (!_running)
        {
            Begin(source);
        }

        var ahead = Ahead(source, modulus);
        if (ahead > 0)
        {
            Advance(ahead, wanted);
        }

        var slot = (_highest + Math.Min(ahead, 0)) & (Window - 1);
        if (ahead > -Window && _states[slot] == State.Open)
        {
            // Its place is there already, so it may as well be filled.
            _states[slot] = State.Sent;
        }

        outgoing = _outgoing[slot];
        return ahead > -Window && _states[slot] == State.Sent;
    }

    private void Begin(int source)
    {
        Array.Clear(_states);
        _next = _started ? _next : source;
        _highest = source - 1;
        (_running, _started) = (true, true);
    }

    private void Advance(int ahead, bool wanted)
    {
        // Beyond the window nobody asks any more.
        var skipped = Math.Max(0, ahead - Window);
        _next += skipped;
        _highest += skipped;
        for (var left = ahead - skipped; left > 0; left--)
        {
            _highest++;
            var slot = _highest & (Window - 1);
            var isMissing = left > 1;
            _states[slot] = isMissing ? State.Open : wanted ? State.Sent : State.Closed;
            _outgoing[slot] = _next;
            _next += isMissing || wanted ? 1 : 0;
        }
    }
}
