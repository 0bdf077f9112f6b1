using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Telehealth.Benchmarks.Targets;

/// <summary>Janus' VideoRoom, loaded by the same peers as our server.</summary>
internal sealed class JanusTarget : IMediaTarget
{
    private sealed record Room(long Number, TaskCompletionSource<long> Feed);

    private readonly ConcurrentDictionary<string, Room> _rooms = new();
    private readonly ConcurrentDictionary<string, long> _handles = new();
    private readonly JanusProcess _process;
    private readonly JanusClient _client;

    private JanusTarget(string name, JanusProcess process, JanusClient client) => (Name, _process, _client) = (name, process, client);

    public string Name { get; }

    public int ProcessId => _process.Id;

    public static async Task<JanusTarget> StartAsync(string name, string address, int eventLoops, int firstPort)
    {
        var process = await JanusProcess.StartAsync(address, eventLoops, firstPort);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new JanusTarget(name, process, await JanusClient.ConnectAsync(process.Address));
            }
            catch (System.Net.WebSockets.WebSocketException) when (attempt < 50)
            {
                // It listens a moment after it starts.
                await Task.Delay(100);
            }
        }
    }

    public async Task<string> PublishAsync(string room, string seat, string offer)
    {
        var handle = _handles[seat] = await _client.AttachAsync();
        var opened = await OpenAsync(room, handle);
        var (joined, _) = await _client.MessageAsync(
            handle, new JsonObject { ["request"] = "join", ["ptype"] = "publisher", ["room"] = opened.Number, ["display"] = seat });
        var (_, answer) = await _client.MessageAsync(handle, new JsonObject { ["request"] = "publish" }, "offer", offer);
        opened.Feed.TrySetResult(joined["id"]!.GetValue<long>());
        return answer;
    }

    public async Task SubscribeAsync(string room, string seat, Func<string, Task<string>> answer)
    {
        var handle = _handles[seat] = await _client.AttachAsync();
        var opened = _rooms[room];
        var offer = await JoinAsync(handle, opened.Number, await opened.Feed.Task);
        await _client.MessageAsync(handle, new JsonObject { ["request"] = "start" }, "answer", await answer(offer));
    }

    public async Task LeaveAsync(string seat)
    {
        if (_handles.TryRemove(seat, out var handle))
        {
            await _client.DetachAsync(handle);
        }
    }

    public Task<long> AllocatedBytesAsync() => Task.FromResult(0L);

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _process.DisposeAsync();
    }

    private async Task<string> JoinAsync(long handle, long room, long feed)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var feeds = new JsonArray(new JsonObject { ["feed"] = feed });
                var (_, offer) = await _client.MessageAsync(
                    handle, new JsonObject { ["request"] = "join", ["ptype"] = "subscriber", ["room"] = room, ["streams"] = feeds });
                return offer;
            }
            catch (InvalidOperationException fault) when (attempt < 50 && fault.Message.Contains("No such feed", StringComparison.Ordinal))
            {
                // Janus takes notice of a publisher a moment after the publisher is connected.
                await Task.Delay(100);
            }
        }
    }

    private async Task<Room> OpenAsync(string name, long handle)
    {
        if (_rooms.TryGetValue(name, out var open))
        {
            return open;
        }

        // No limit on the rate and no key frames on a clock: both servers forward what comes.
        var (created, _) = await _client.MessageAsync(handle, new JsonObject
        {
            ["request"] = "create",
            ["publishers"] = 100,
            ["bitrate"] = 0,
            ["fir_freq"] = 0,
            ["audiocodec"] = "opus",
            ["videocodec"] = "vp8",
            ["transport_wide_cc_ext"] = true,
            ["record"] = false,
        });
        return _rooms[name] = new Room(
            created["room"]!.GetValue<long>(), new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
