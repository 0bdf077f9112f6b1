using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Telehealth.Benchmarks.Targets;

/// <summary>One session of Janus' WebSocket API: requests and the replies that carry their transaction.</summary>
internal sealed class JanusClient : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    // A session ends after a minute of silence.
    private static readonly TimeSpan _keepAlive = TimeSpan.FromSeconds(25);

    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonObject>> _waiting = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private Task _pump = Task.CompletedTask;
    private Task _alive = Task.CompletedTask;
    private long _session;
    private int _lastTransaction;

    public static async Task<JanusClient> ConnectAsync(Uri address)
    {
        var client = new JanusClient();
        client._socket.Options.AddSubProtocol("janus-protocol");
        await client._socket.ConnectAsync(address, client._stopping.Token);
        client._pump = client.PumpAsync();
        client._session = Id(await client.AskAsync(new JsonObject { ["janus"] = "create" }));
        client._alive = client.KeepAliveAsync();
        return client;
    }

    /// <summary>A handle of the VideoRoom plugin: a publisher's, a subscriber's or one that only asks.</summary>
    public async Task<long> AttachAsync() =>
        Id(await AskAsync(new JsonObject { ["janus"] = "attach", ["plugin"] = "janus.plugin.videoroom" }));

    /// <summary>Asks the plugin; returns its data and the SDP that came along.</summary>
    public async Task<(JsonObject Data, string Sdp)> MessageAsync(long handle, JsonObject body, string? type = null, string? sdp = null)
    {
        var request = new JsonObject { ["janus"] = "message", ["handle_id"] = handle, ["body"] = body };
        if (sdp is not null)
        {
            request["jsep"] = new JsonObject { ["type"] = type, ["sdp"] = sdp };
        }

        var reply = await AskAsync(request);
        var data = reply["plugindata"]?["data"]?.AsObject() ?? [];
        return data["error"] is { } error
            ? throw new InvalidOperationException($"janus: {error}")
            : (data, reply["jsep"]?["sdp"]?.GetValue<string>() ?? "");
    }

    public Task DetachAsync(long handle) => AskAsync(new JsonObject { ["janus"] = "detach", ["handle_id"] = handle });

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_pump, _alive);
        _socket.Dispose();
        _sending.Dispose();
        _stopping.Dispose();
    }

    private static long Id(JsonObject reply) => reply["data"]!["id"]!.GetValue<long>();

    private async Task<JsonObject> AskAsync(JsonObject request)
    {
        var transaction = Interlocked.Increment(ref _lastTransaction).ToString(CultureInfo.InvariantCulture);
        var reply = new TaskCompletionSource<JsonObject>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[transaction] = reply;
        request["transaction"] = transaction;
        if (_session != 0)
        {
            request["session_id"] = _session;
        }

        await _sending.WaitAsync(_stopping.Token);
        try
        {
            await _socket.SendAsync(
                JsonSerializer.SerializeToUtf8Bytes(request), WebSocketMessageType.Text, endOfMessage: true, _stopping.Token);
        }
        finally
        {
            _sending.Release();
        }

        return await reply.Task.WaitAsync(_patience, _stopping.Token);
    }

    private async Task PumpAsync()
    {
        var text = new ArrayBufferWriter<byte>(65_536);
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(text.GetMemory(16_384), _stopping.Token);
                text.Advance(part.Count);
                if (part.EndOfMessage)
                {
                    Hear(JsonNode.Parse(text.WrittenSpan)!.AsObject());
                    text.ResetWrittenCount();
                }
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or WebSocketException)
        {
            foreach (var waiting in _waiting.Values)
            {
                waiting.TrySetException(new InvalidOperationException("janus has gone", fault));
            }
        }
    }

    // What the plugin does takes two replies: "ack" first, the event later.
    private void Hear(JsonObject message)
    {
        var kind = message["janus"]?.GetValue<string>();
        if (kind == "ack" || message["transaction"]?.GetValue<string>() is not { } transaction || !_waiting.TryRemove(transaction, out var waiting))
        {
            return;
        }

        if (kind == "error")
        {
            waiting.TrySetException(new InvalidOperationException($"janus: {message["error"]}"));
            return;
        }

        waiting.TrySetResult(message);
    }

    private async Task KeepAliveAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(_keepAlive, _stopping.Token);
                // Answered with an "ack" only, for which nobody waits.
                _ = AskAsync(new JsonObject { ["janus"] = "keepalive" });
            }
        }
        catch (OperationCanceledException)
        {
            // The session is over.
        }
    }
}
