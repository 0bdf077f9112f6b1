using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Telehealth.Coordination;

namespace Telehealth.Realtime;

/// <summary>Which connections of this node listen to which Redis channel. A channel is subscribed only while somebody here listens.</summary>
internal sealed class HubAudiences(RedisConnection redis, Action<byte[], HubConnectionStore> deliver)
{
    private readonly ConcurrentDictionary<string, Audience> _audiences = new();

    public HubConnectionStore? On(string channel) => _audiences.TryGetValue(channel, out var audience) ? audience.Members : null;

    public async Task JoinAsync(string channel, HubConnectionContext connection)
    {
        while (true)
        {
            var audience = _audiences.GetOrAdd(channel, static _ => new Audience());
            await audience.Gate.WaitAsync();
            try
            {
                // The last member may have left and taken this audience away while we waited for its gate.
                if (_audiences.TryGetValue(channel, out var current) && current == audience)
                {
                    audience.Members.Add(connection);
                    await SubscribeAsync(channel, audience);
                    return;
                }
            }
            finally
            {
                audience.Gate.Release();
            }
        }
    }

    public async Task LeaveAsync(string channel, HubConnectionContext connection)
    {
        if (!_audiences.TryGetValue(channel, out var audience))
        {
            return;
        }

        await audience.Gate.WaitAsync();
        try
        {
            audience.Members.Remove(connection);
            if (audience.Members.Count == 0 && _audiences.TryRemove(new(channel, audience)))
            {
                await redis.UnsubscribeAsync(channel, CancellationToken.None);
            }
        }
        finally
        {
            audience.Gate.Release();
        }
    }

    public Task LeaveAllAsync(HubConnectionContext connection) => Task.WhenAll(
        _audiences.Where(pair => pair.Value.Members[connection.ConnectionId] is not null)
            .Select(pair => LeaveAsync(pair.Key, connection)));

    /// <summary>With Redis away the audience still hears its own node; the next to join tries again.</summary>
    private async Task SubscribeAsync(string channel, Audience audience)
    {
        if (!audience.IsSubscribed)
        {
            var refusal = await redis.SubscribeAsync(channel, message => deliver(message, audience.Members), CancellationToken.None);
            audience.IsSubscribed = refusal is null;
        }
    }

    private sealed class Audience
    {
        public HubConnectionStore Members { get; } = new();

        public SemaphoreSlim Gate { get; } = new(1, 1);

        /// <summary>Only touched behind the gate.</summary>
        public bool IsSubscribed { get; set; }
    }
}
