using Telehealth.Media.Net;

namespace Telehealth.Media.Ice;

/// <summary>
/// The peer's addresses that an authenticated check has validated, and the one we send to. An ICE-lite side must follow
/// the controlling side's choice (RFC 8445 section 8.1), but Firefox nominates every pair it checks.
/// </summary>
internal sealed class CheckedPairs
{
    /// <summary>A peer with more working paths than this loses the one it used least recently.</summary>
    public const int Capacity = 8;

    // Nominations conflict: who nominated everything is taken at its word only once the better pair is silent.
    private const long SilenceMicros = 3_000_000;

    // Browsers send media on the pair they chose only; packets still in flight on the old path are no reason to go back.
    private const long MediaSilenceMicros = 200_000;

    private readonly Pair[] _pairs = new Pair[Capacity];
    private int _count;
    private int _selected = -1;
    private int _latest = -1;

    /// <summary>Where to send: the selected pair, before any nomination the one checked last.</summary>
    public RemoteAddress? Target =>
        _selected >= 0 ? _pairs[_selected].Address : _latest >= 0 ? _pairs[_latest].Address : null;

    public int Count => _count;

    public RemoteAddress this[int index] => _pairs[index].Address;

    /// <summary>Takes an authenticated check; returns the address that had to make room, if one had.</summary>
    public RemoteAddress? OnCheck(in RemoteAddress from, uint priority, bool nominates, long now)
    {
        RemoteAddress? evicted = null;
        var at = IndexOf(from);
        if (at < 0)
        {
            at = _count < Capacity ? _count++ : LeastRecent();
            evicted = _pairs[at].LastCheckMicros == 0 && _pairs[at].Address == default ? null : _pairs[at].Address;
            _pairs[at] = new Pair { Address = from };
        }

        ref var pair = ref _pairs[at];
        // A check of another of our addresses that does not nominate takes nothing back from the chosen one.
        if (nominates || !pair.IsNominated || pair.Address.Local == from.Local)
        {
            pair.Address = from;
            pair.Priority = priority;
            pair.IsNominated = nominates;
        }

        pair.LastCheckMicros = now;
        _latest = at;
        if (nominates && at != _selected && ShouldSelect(pair, now))
        {
            _selected = at;
        }

        return evicted;
    }

    /// <summary>Takes note that an authenticated, fresh media packet came this way.</summary>
    public void OnMedia(in RemoteAddress from, long now)
    {
        if (_selected >= 0 && _pairs[_selected].Address == from)
        {
            _pairs[_selected].OnMedia(from, now);
            return;
        }

        var at = IndexOf(from);
        if (at < 0)
        {
            return;
        }

        _pairs[at].OnMedia(from, now);
        if (_pairs[at].IsNominated && _selected >= 0 && now - _pairs[_selected].LastMediaMicros > MediaSilenceMicros)
        {
            _selected = at;
        }
    }

    /// <summary>Forgets an address that now belongs to another transport.</summary>
    public void Remove(in RemoteAddress address)
    {
        var at = IndexOf(address);
        if (at < 0)
        {
            return;
        }

        var last = --_count;
        _pairs[at] = _pairs[last];
        _pairs[last] = default;
        _selected = Moved(_selected, at, last);
        _latest = Moved(_latest, at, last);
        if (_selected < 0 && _latest < 0)
        {
            _latest = MostRecent();
        }
    }

    private static int Moved(int index, int removed, int last) => index == removed ? -1 : index == last ? removed : index;

    private bool ShouldSelect(in Pair candidate, long now)
    {
        if (_selected < 0)
        {
            return true;
        }

        ref var selected = ref _pairs[_selected];
        return candidate.Priority >= selected.Priority
            || !selected.IsNominated
            || now - Math.Max(selected.LastCheckMicros, selected.LastMediaMicros) > SilenceMicros;
    }

    private int IndexOf(in RemoteAddress address)
    {
        for (var index = 0; index < _count; index++)
        {
            if (_pairs[index].Address == address)
            {
                return index;
            }
        }

        return -1;
    }

    private int MostRecent()
    {
        var most = -1;
        for (var index = 0; index < _count; index++)
        {
            if (most < 0 || _pairs[index].LastCheckMicros > _pairs[most].LastCheckMicros)
            {
                most = index;
            }
        }

        return most;
    }

    private int LeastRecent()
    {
        var least = -1;
        for (var index = 0; index < _count; index++)
        {
            if (index != _selected && (least < 0 || _pairs[index].LastCheckMicros < _pairs[least].LastCheckMicros))
            {
                least = index;
            }
        }

        return least;
    }

    private struct Pair
    {
        public RemoteAddress Address;
        public uint Priority;
        public long LastCheckMicros;
        public long LastMediaMicros;

        /// <summary>The last check carried USE-CANDIDATE.</summary>
        public bool IsNominated;

        /// <summary>Media shows which of our addresses the peer has chosen, where it checks several from one of its own.</summary>
        public void OnMedia(in RemoteAddress from, long now)
        {
            LastMediaMicros = now;
            if (Address.Local != from.Local)
            {
                Address = from;
            }
        }
    }
}
