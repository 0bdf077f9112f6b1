using System.Collections.Concurrent;

namespace Telehealth.Realtime;

/// <summary>Which connections of this node belong to which group (or user).</summary>
internal sealed class HubAudiences
{
    private readonly ConcurrentDictionary<string, Audience> _audiences = new(StringComparer.Ordinal);

    public IReadOnlyList<HubLine> Of(string name) => _audiences.TryGetValue(name, out var audience) ? audience.Members() : [];

    public void Join(string name, HubLine line)
    {
        // The last member may just have taken the audience away; then there is a new one.
        while (!_audiences.GetOrAdd(name, static _ => new Audience()).TryAdd(line))
        {
        }
    }

    public void Leave(string name, HubLine line)
    {
        if (_audiences.TryGetValue(name, out var audience) && audience.RemoveAndEndWhenEmpty(line))
        {
            _audiences.TryRemove(new(name, audience));
        }
    }

    private sealed class Audience
    {
        /// <summary>Copied at every change up to here; a person's tabs, a consultation's people.</summary>
        private const int Few = 16;

        private readonly Lock _gate = new();
        private HashSet<HubLine>? _many;
        private HubLine[]? _snapshot = [];
        private bool _isOver;

        /// <summary>Made once for many messages; members seldom change while messages are many.</summary>
        public HubLine[] Members()
        {
            lock (_gate)
            {
                return _snapshot ??= [.. _many!];
            }
        }

        public bool TryAdd(HubLine line)
        {
            lock (_gate)
            {
                if (_isOver)
                {
                    return false;
                }

                if (_many is null && _snapshot!.Length < Few)
                {
                    _snapshot = _snapshot.Contains(line) ? _snapshot : [.. _snapshot, line];
                    return true;
                }

                _many ??= [.. _snapshot!];
                _many.Add(line);
                _snapshot = null;
                return true;
            }
        }

        public bool RemoveAndEndWhenEmpty(HubLine line)
        {
            lock (_gate)
            {
                if (_many is null)
                {
                    _snapshot = [.. _snapshot!.Where(member => member != line)];
                    return _isOver = _snapshot.Length == 0;
                }

                _many.Remove(line);
                _snapshot = null;
                return _isOver = _many.Count == 0;
            }
        }
    }
}
