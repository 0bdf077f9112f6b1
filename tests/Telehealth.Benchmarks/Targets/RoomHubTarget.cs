using System.Collections.Concurrent;
using System.Net.WebSockets;
using Microsoft.AspNetCore.SignalR.Client;
using Telehealth.Lab;
using Telehealth.Rooms;

namespace Telehealth.Benchmarks.Targets;

/// <summary>A node of the product, reached as a browser does: over its room hub, with passes that a node without it would have given.</summary>
internal sealed class RoomHubTarget(ServerNode node, string passKey) : IMediaTarget
{
    private static readonly TimeSpan _answersWithin = TimeSpan.FromSeconds(20);

    private readonly RoomPass _passes = new(Convert.FromBase64String(passKey), TimeProvider.System);
    private readonly ConcurrentDictionary<string, Guid> _rooms = new();
    private readonly ConcurrentDictionary<string, HubConnection> _seats = new();

    public string Name => node.Name;

    public int ProcessId => node.ProcessId;

    public async Task<string> PublishAsync(string room, string seat, string offer)
    {
        var hub = await JoinAsync(room, seat, null);
        object[] tracks = [new { mid = "0", source = "microphone", muted = false }, new { mid = "1", source = "camera", muted = false }];
        return (await hub.InvokeAsync<Described>("PublishOffer", new { offerId = 1, sdp = offer, tracks })).Sdp;
    }

    public async Task SubscribeAsync(string room, string seat, Func<string, Task<string>> answer)
    {
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await JoinAsync(room, seat, async (hub, offer) =>
        {
            await hub.SendAsync("SubscribeAnswer", new { offerId = offer.OfferId, sdp = await answer(offer.Sdp) });
            answered.TrySetResult();
        });
        await answered.Task.WaitAsync(_answersWithin);
    }

    public async Task LeaveAsync(string seat)
    {
        if (_seats.TryRemove(seat, out var hub))
        {
            await hub.DisposeAsync();
        }
    }

    /// <summary>A process of the product tells nobody what it allocates.</summary>
    public Task<long> AllocatedBytesAsync() => Task.FromResult(0L);

    public async ValueTask DisposeAsync() => await Task.WhenAll(_seats.Keys.Select(LeaveAsync));

    private async Task<HubConnection> JoinAsync(string room, string seat, Func<HubConnection, Described, Task>? offered)
    {
        var address = new UriBuilder(node.Url + RoomEntrance.HubPath) { Scheme = "ws" }.Uri;
        var hub = HubClient.Create(address, async (uri, cancellation) =>
        {
            var socket = new ClientWebSocket();
            await socket.ConnectAsync(uri, cancellation);
            return socket;
        });
        _seats[seat] = hub;
        if (offered is not null)
        {
            hub.On<Described>("Offered", offer => offered(hub, offer));
        }

        await hub.StartAsync();
        var id = _rooms.GetOrAdd(room, _ => Guid.CreateVersion7());
        var pass = _passes.Issue(id, $"practitioner-{Guid.CreateVersion7()}", RoomRights.Participant, node.Url);
        await hub.InvokeAsync("Join", new { pass, session = (string?)null });
        return hub;
    }

    private sealed record Described(int OfferId, string Sdp);
}
