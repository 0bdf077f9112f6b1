using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

/// <summary>
/// Gives one receiver an unbroken sequence while its source changes: gaps of the source stay gaps (so that the receiver asks for
/// them), packets we leave out close up. Only the room's loop touches this.
/// </summary>
internal sealed class SequenceMunger(ushort first)
{
    // How far back a late packet is still placed; a power of two that divides the number space.
    private const int Window = 512;

    private readonly ushort[] _outgoing = new ushort[Window];
    private readonly bool[] _open = new bool[Window];
    private ushort _next = first;
    private ushort _highest;
    private bool _running;

    /// <summary>The next packet starts a new source; late ones of the old source are no longer placed.</summary>
    public void Restart() => _running = false;

    /// <summary>True when this packet could still be placed: it is new, or fills a gap.</summary>
    public bool IsNewest(ushort source) => !_running || SequenceNumbers.Distance(source, _highest) > 0;

    /// <summary>The outgoing number for a packet; false when it is too late or was placed before.</summary>
    /// <param name="closesGap">What is missing just before it is left out too.</param>
    public bool TryMap(ushort source, bool closesGap, out ushort outgoing)
    {
        if (!_running)
        {
            Begin(source);
        }

        var distance = SequenceNumbers.Distance(source, _highest);
        if (distance <= 0)
        {
            var slot = source % Window;
            outgoing = _outgoing[slot];
            var placed = distance > -Window && _open[slot];
            _open[slot] = false;
            return placed;
        }

        Advance(source, closesGap ? CloseGap(source, distance) : distance);
        _open[source % Window] = false;
        outgoing = _outgoing[source % Window];
        return true;
    }

    /// <summary>Leaves the newest packet out, so that what follows closes up. A late one stays a gap.</summary>
    /// <param name="closesGap">What is missing just before it is left out too.</param>
    public void Drop(ushort source, bool closesGap)
    {
        var distance = SequenceNumbers.Distance(source, _highest);
        if (_running && distance > 0)
        {
            Advance(source, closesGap ? CloseGap(source, distance) : distance);
            _open[source % Window] = false;
            _next--;
        }
    }

    private void Begin(ushort source)
    {
        Array.Clear(_open);
        _highest = (ushort)(source - 1);
        _running = true;
    }

    private int CloseGap(ushort source, int distance)
    {
        for (var left = Math.Min(distance, Window) - 1; left > 0; left--)
        {
            _open[(ushort)(source - left) % Window] = false;
        }

        _highest = (ushort)(source - 1);
        return 1;
    }

    private void Advance(ushort source, int distance)
    {
        // Beyond the window only the newest numbers can still be asked for.
        var skipped = Math.Max(0, distance - Window);
        _next += (ushort)skipped;
        for (var number = (ushort)(_highest + 1 + skipped); ; number++)
        {
            _outgoing[number % Window] = _next++;
            _open[number % Window] = true;
            if (number == source)
            {
                break;
            }
        }

        _highest = source;
    }
}
