using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace Telehealth.Checkers.Chaos;

/// <summary>Somebody in a room, without sound and picture. When the connection is lost they come back as the web client does: by the
/// standby and by the front door at once, and leave again whichever seat they got second.</summary>
internal sealed class Sitter(StaffBrowser browser, Guid room)
{
    private sealed record Door(string Pass, string HubUrl);

    private sealed record Line(HubConnection Hub, Task Closed);

    private static readonly TimeSpan _joinsWithin = TimeSpan.FromSeconds(5);

    // As web/src/realtime/roomHub.ts.
    private static readonly TimeSpan _silence = TimeSpan.FromSeconds(15);
    private static long _seats;
    private volatile Door? _standby;

    /// <summary>That were granted in the whole run.</summary>
    public static long Seats => Interlocked.Read(ref _seats);

    public async Task WorkAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                if (await ArriveAsync(cancellation) is { } line)
                {
                    await using (line.Hub)
                    {
                        await line.Closed.WaitAsync(cancellation);
                    }
                }

                await Chance.PauseAsync(0, 600, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The run is over, and the connection closed.
        }
    }

    private async Task<Line?> ArriveAsync(CancellationToken cancellation)
    {
        var attempts = new List<Task<Line?>> { EnterAsync(cancellation) };
        if (_standby is { } standby)
        {
            attempts.Add(JoinAsync(standby, cancellation));
        }

        while (attempts.Count > 0)
        {
            var done = await Task.WhenAny(attempts);
            attempts.Remove(done);
            if (await done is { } line)
            {
                attempts.ForEach(late => _ = LeaveAsync(late));
                return line;
            }
        }

        return null;
    }

    private async Task<Line?> EnterAsync(CancellationToken cancellation)
    {
        var answer = await browser.PostAsync($"/api/rooms/{room}/enter", new { }, cancellation);
        return answer.IsOk ? await JoinAsync(Read(answer.Body!), cancellation) : null;
    }

    private async Task<Line?> JoinAsync(Door door, CancellationToken cancellation)
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var hub = HubClient.Create(new UriBuilder(door.HubUrl) { Scheme = "ws" }.Uri, ConnectAsync);
        hub.ServerTimeout = _silence;
        hub.On<Door?>("Standby", named => _standby = named);
        hub.On<string>("Closed", _ => closed.TrySetResult());
        hub.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_joinsWithin);
        try
        {
            await hub.StartAsync(limit.Token);
            await hub.InvokeAsync("Join", new { pass = door.Pass, session = (string?)null }, limit.Token);
            Interlocked.Increment(ref _seats);
            return new Line(hub, closed.Task);
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested
            && error is HubException or WebSocketException or IOException or InvalidOperationException or OperationCanceledException or HttpRequestException)
        {
            await hub.DisposeAsync();
            return null;
        }
    }

    private static async Task LeaveAsync(Task<Line?> late)
    {
        if (await late is not { } line)
        {
            return;
        }

        await using (line.Hub)
        {
            try
            {
                await line.Hub.InvokeAsync("Leave").WaitAsync(_joinsWithin);
            }
            catch (Exception error) when (error is HubException or TimeoutException or InvalidOperationException or IOException or OperationCanceledException)
            {
                // The seat was replaced, or its node is gone.
            }
        }
    }

    private static Door Read(JsonNode door) => new((string)door["pass"]!, (string)door["hubUrl"]!);

    private static async Task<WebSocket> ConnectAsync(Uri uri, CancellationToken cancellation)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(uri, cancellation);
        return socket;
    }
}
