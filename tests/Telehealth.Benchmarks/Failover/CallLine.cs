using System.Net.WebSockets;
using Microsoft.AspNetCore.SignalR.Client;
using Telehealth.Benchmarks.Load;
using Telehealth.Media.Peer;

namespace Telehealth.Benchmarks.Failover;

/// <param name="Standby">Where to go on should that node die.</param>
internal sealed record CallDoor(string Pass, string HubUrl, CallDoor? Standby = null);

/// <summary>A seat at one node: the room hub's connection and both media connections, sound alone.</summary>
internal sealed class CallLine : IAsyncDisposable
{
    private static readonly PublishShape _sound = new() { Video = false };
    private static readonly TimeSpan _joinsWithin = TimeSpan.FromSeconds(5);
    private readonly LoadLoops _loops;
    private readonly HubConnection _hub;
    private readonly PublishingPeer _publisher;
    private readonly SubscribingPeer _subscriber;
    private volatile CallDoor? _standby;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="onSound">Called with the time at which sound came, for every packet.</param>
    public CallLine(LoadLoops loops, CallDoor door, Action<long> onSound)
    {
        Door = door;
        _standby = door.Standby;
        _loops = loops;
        _publisher = new PublishingPeer(loops.Sending, loops.Identity, _sound);
        _subscriber = new SubscribingPeer(loops.Receiving, loops.Identity)
        {
            AsksAgain = false,
            Counted = _ => onSound(loops.Clock.NowMicros),
        };
        var address = new UriBuilder(door.HubUrl) { Scheme = "ws" }.Uri;
        _hub = HubClient.Create(address, ConnectAsync);
        _hub.Closed += _ =>
        {
            _closed.TrySetResult();
            return Task.CompletedTask;
        };
        _hub.On<CallDoor?>("Standby", named => _standby = named);
        _hub.On<SubscribeOffer>("Offered", AnswerAsync);
    }

    public CallDoor Door { get; }

    /// <summary>The newest that was named.</summary>
    public CallDoor? Standby => _standby;

    /// <summary>Signalling is gone.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Connects and takes the seat; throws when that is refused.</summary>
    public async Task JoinAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_joinsWithin);
        await _hub.StartAsync(limit.Token);
        await _hub.InvokeAsync("Join", new { pass = Door.Pass, session = (string?)null }, limit.Token);
    }

    public async Task PublishAsync(CancellationToken cancellation)
    {
        var sdp = await _loops.Sending.RunAsync(_publisher.CreateOffer);
        object[] tracks = [new { mid = "0", source = "microphone", muted = false }];
        var answer = await _hub.InvokeAsync<PublishAnswer>("PublishOffer", new { offerId = 1, sdp, tracks }, cancellation);
        await _loops.Sending.RunAsync(() => _publisher.ApplyAnswer(answer.Sdp));
        await Waiting.For(_publisher.Transport.Connected, "the publish connection");
        await _loops.Sending.RunAsync(_publisher.StartMedia);
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _loops.Sending.RunAsync(_publisher.Transport.Close);
        await _loops.Receiving.RunAsync(_subscriber.Transport.Close);
    }

    private async Task AnswerAsync(SubscribeOffer offer)
    {
        var sdp = await _loops.Receiving.RunAsync(() => _subscriber.AnswerOffer(offer.Sdp));
        await _hub.SendAsync("SubscribeAnswer", new { offerId = offer.OfferId, sdp });
    }

    private static async Task<WebSocket> ConnectAsync(Uri uri, CancellationToken cancellation)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(uri, cancellation);
        return socket;
    }

    private sealed record SubscribeOffer(int OfferId, string Sdp);

    private sealed record PublishAnswer(int OfferId, string Sdp);
}
