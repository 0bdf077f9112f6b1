using System.Collections.Concurrent;

namespace Telehealth.Realtime;

/// <summary>What this node said of sessions and roles that ended, for others that did not hear it. A browser that came back since by a
/// right it has is cut once and comes back.</summary>
internal sealed class SaidEnds
{
    /// <summary>As long as a sign-in lasts: an older one's connections are over anyhow.</summary>
    private static readonly TimeSpan _longest = TimeSpan.FromHours(12);

    private const int Most = 20_000;

    private readonly ConcurrentQueue<(HubEnvelope Said, long At)> _ended = new();

    public IReadOnlyList<HubEnvelope> All => [.. _ended.Select(ended => ended.Said)];

    public void Add(HubEnvelope said)
    {
        _ended.Enqueue((said, TimeProvider.System.GetTimestamp()));
        while (_ended.TryPeek(out var oldest) && (_ended.Count > Most || TimeProvider.System.GetElapsedTime(oldest.At) > _longest))
        {
            _ended.TryDequeue(out _);
        }
    }
}
