using System.Collections.Concurrent;

namespace Telehealth.Realtime;

/// <summary>Which connections of this node belong to which group (or user).</summary>
internal sealed class HubAudiences
{
    private readonly ConcurrentDictionary<string, Audience> _audiences = new(StringComparer.Ordinal);

    public IReadOnlyList<HubLine> Of(string name) => _audiences.TryGetValue(name, out var audience) ? audience.Members() : [];

    public void Join(string name, HubLine line)
    {
        line.Remember(name);

        // The last member may just have taken the audience away; then there is a new one.
        while (!_audiences.GetOrAdd(name, static _ => new Audience()).TryAdd(line))
        {
        }
    }

    public void Leave(string name, HubLine line)
    {
        line.Forget(name);
        Remove(name, line);
    }

    public void LeaveAll(HubLine line)
    {
        foreach (var name in line.TakeAudiences())
        {
            Remove(name, line);
        }
    }

    private void Remove(string name, HubLine line)
    {
        if (_audiences.TryGetValue(name, out var audience) && audience.RemoveAndEndWhenEmpty(line))
        {
            _audiences.TryRemove(new(name, audience));
        }
    }

    private sealed class Audience
    {
        private readonly HashSet<HubLine> _members = [];
        private HubLine[]? _snapshot;
        private bool _isOver;

        /// <summary>Made once for many messages; members seldom change while messages are many.</summary>
        public HubLine[] Members()
        {
            lock (_members)
            {
                return _snapshot ??= [.. _members];
            }
        }

        public bool TryAdd(HubLine line)
        {
            lock (_members)
            {
                if (!_isOver)
                {
                    _members.Add(line);
                    _snapshot = null;
                }

                return !_isOver;
            }
        }

        public bool RemoveAndEndWhenEmpty(HubLine line)
        {
            lock (_members)
            {
                _members.Remove(line);
                _snapshot = null;
                return _isOver = _members.Count == 0;
            }
        }
    }
}
