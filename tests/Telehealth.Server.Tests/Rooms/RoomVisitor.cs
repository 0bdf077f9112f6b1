using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace Telehealth.Rooms;

/// <summary>One browser at the room hub; remembers what it was told, as the browser reads it.</summary>
public sealed class RoomVisitor : IAsyncDisposable
{
    private readonly HubConnection _hub;

    private RoomVisitor(HubConnection hub)
    {
        _hub = hub;
        hub.On<Room>("RoomChanged", room => Rooms.Enqueue(room));
        hub.On<Offer>("Offered", offer => Offers.Enqueue(offer));
        hub.On<May>("RightsChanged", rights => Rights.Enqueue(rights));
        hub.On<Mute>("Muted", muted => Mutes.Enqueue(muted));
        hub.On<SpareDoor?>("Standby", door => Standbys.Enqueue(door));
        hub.On<SpareDoor>("MoveTo", door => Moves.Enqueue(door));
        hub.On<Word>("Said", said => Words.Enqueue(said));
        hub.On<string>("Closed", reason => Ends.Enqueue(reason));
    }

    public ConcurrentQueue<Room> Rooms { get; } = new();

    public ConcurrentQueue<Offer> Offers { get; } = new();

    public ConcurrentQueue<May> Rights { get; } = new();

    public ConcurrentQueue<Mute> Mutes { get; } = new();

    public ConcurrentQueue<Word> Words { get; } = new();

    public ConcurrentQueue<string> Ends { get; } = new();

    public ConcurrentQueue<SpareDoor?> Standbys { get; } = new();

    public ConcurrentQueue<SpareDoor> Moves { get; } = new();

    public bool IsConnected => _hub.State == HubConnectionState.Connected;

    /// <summary>Seats by id with the sources of their tracks, as last told.</summary>
    public string Present => Rooms.LastOrDefault() is { } room
        ? string.Join(" ", room.Seats.OrderBy(seat => seat.Id).Select(seat => $"{seat.Id}({string.Join(",", seat.Tracks.Select(track => track.Source))})"))
        : "";

    public static async Task<RoomVisitor> ArriveAsync(HubConnection hub)
    {
        var visitor = new RoomVisitor(hub);
        await hub.StartAsync();
        return visitor;
    }

    public Task<Reply> JoinAsync(string pass, string? session = null) => CallAsync<Reply>("Join", new { pass, session });

    public Task<Answer> PublishAsync(string sdp, params object[] tracks) =>
        CallAsync<Answer>("PublishOffer", new { offerId = 1, sdp, tracks });

    public Task CallAsync(string method, params object?[] arguments) => _hub.InvokeCoreAsync(method, arguments);

    public Task<T> CallAsync<T>(string method, params object?[] arguments) => _hub.InvokeCoreAsync<T>(method, arguments);

    public async Task RefusedAsync(string code, string method, params object?[] arguments)
    {
        var error = await Assert.ThrowsAsync<HubException>(() => _hub.InvokeCoreAsync(method, arguments));
        Assert.Equal($"refusal:{code}", error.Message);
    }

    public Task SeesAsync(string present) =>
        Wait.UntilAsync(() => Task.FromResult(Present == present ? null : $"the room to be \"{present}\"; it is \"{Present}\""));

    public Task EndsAsync(string reason) => Wait.UntilAsync(() => Ends.Contains(reason), $"the seat to end: {reason}");

    /// <summary>What the seat last heard of its standby.</summary>
    public async Task<SpareDoor?> StandbyAsync()
    {
        await Wait.UntilAsync(() => !Standbys.IsEmpty, "word about the standby");
        return Standbys.Last();
    }

    public async Task<SpareDoor> MovedAsync()
    {
        await Wait.UntilAsync(() => !Moves.IsEmpty, "word about where to go");
        return Moves.Last();
    }

    public async Task<Offer> OfferedAsync(int count = 1)
    {
        await Wait.UntilAsync(() => Offers.Count >= count, $"offer {count}");
        return Offers.ElementAt(count - 1);
    }

    public async ValueTask DisposeAsync() => await _hub.DisposeAsync();

    public sealed record Reply(string Seat, string Session, bool Resumed, May Rights);

    public sealed record May(bool Audio, bool Video, bool Screen, bool Subscribe, bool Moderate);

    public sealed record Mute(string Source, string By);

    public sealed record Word(string Seat, string ClientMessageId, string Text);

    public sealed record Answer(int OfferId, string Sdp);

    public sealed record Offer(int OfferId, string Sdp, IReadOnlyList<OfferTrack> Tracks);

    public sealed record OfferTrack(string Mid, string Seat, string Track, string Source);

    public sealed record Room(long Sequence, IReadOnlyList<Seat> Seats, int Listeners, bool Locked);

    public sealed record Seat(string Id, IReadOnlyList<Track> Tracks);

    public sealed record Track(string Id, string Source, bool Muted);
}
