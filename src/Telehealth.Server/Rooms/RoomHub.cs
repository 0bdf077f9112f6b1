using Microsoft.AspNetCore.SignalR;
using Telehealth.Media;

namespace Telehealth.Rooms;

/// <summary>Signalling of one browser in one room at <c>/hubs/room</c>. The pass given to <see cref="Join"/> is the only credential.</summary>
internal sealed class RoomHub(
    RoomSeats seats, RoomOrders orders, RoomNotes notes, IHubContext<RoomHub, IRoomClient> hub, TimeProvider clock) : Hub<IRoomClient>
{
    /// <summary>Anybody may connect, so nobody may stay without a seat.</summary>
    public static readonly TimeSpan JoinTime = TimeSpan.FromSeconds(30);

    private RoomSeat? Seat
    {
        get => Context.Items.TryGetValue(typeof(RoomSeat), out var seat) ? (RoomSeat?)seat : null;
        set => Context.Items[typeof(RoomSeat)] = value;
    }

    /// <summary>The seat this connection speaks for; not one that another connection resumed meanwhile.</summary>
    private RoomSeat Joined => Seat is { } seat && seat.IsHeldBy(Context.ConnectionId)
        ? seat
        : throw new RefusedException(RoomRefusals.NotJoined);

    public override Task OnConnectedAsync()
    {
        var connection = Context;
        connection.Items[typeof(ITimer)] = clock.CreateTimer(_ => connection.Abort(), null, JoinTime, Timeout.InfiniteTimeSpan);
        return base.OnConnectedAsync();
    }

    public async Task<JoinReply> Join(JoinRequest request)
    {
        if (Seat?.IsHeldBy(Context.ConnectionId) == true)
        {
            throw new RefusedException(RoomRefusals.AlreadyJoined);
        }

        var line = new RoomLine(Context.ConnectionId, hub.Clients.Client(Context.ConnectionId), Context.Abort);
        var (seat, isResumed, refusal) = await seats.JoinAsync(request, line, Context.ConnectionAborted);
        RefusedException.ThrowIf(refusal);
        Seat = seat!;
        StopWaiting();
        if (Context.ConnectionAborted.IsCancellationRequested)
        {
            // Gone while we were joining: nobody else will say so.
            seat!.Lose(Context.ConnectionId);
        }

        return new JoinReply(seat!.Ticket.Seat, seat.Session, isResumed, seat.Rights);
    }

    public async Task<PublishAnswer> PublishOffer(PublishOffer offer)
    {
        var seat = Joined;
        RefusedException.ThrowIf(RoomLimits.Check(offer));
        var (answer, refusal) = await seat.PublishAsync(offer, Context.ConnectionAborted);
        RefusedException.ThrowIf(refusal);
        return answer!;
    }

    public async Task SubscribeAnswer(SubscribeAnswer answer)
    {
        var seat = Joined;
        RefusedException.ThrowIf(RoomLimits.Check(answer) ?? await seat.AnswerAsync(answer, Context.ConnectionAborted));
    }

    public void RestartSubscription() => Joined.RestartSubscription();

    public void SetTiles(IReadOnlyList<Tile> tiles)
    {
        var seat = Joined;
        RefusedException.ThrowIf(RoomLimits.Check(tiles));
        seat.SetTiles(tiles);
    }

    public void SetMuted(TrackSource source, bool muted) => Joined.SetMuted(source, muted);

    /// <summary>As a moderator: stops somebody's track; its person is told and may start it again.</summary>
    public Task MuteSeat(string seat, TrackSource source) =>
        ModerateAsync(seat, own => own.Media.MuteAsync(new SeatId(seat), source, Context.ConnectionAborted));

    /// <summary>As a moderator: changes what somebody may do, all but moderating.</summary>
    public Task SetSeatRights(string seat, SeatMayNow rights) =>
        ModerateAsync(seat, own => own.Media.ChangeRightsAsync(new SeatId(seat), before => RoomWords.Rights(before, rights), Context.ConnectionAborted));

    /// <summary>As a moderator: ends somebody's seat; the pass it was taken with opens the room no more.</summary>
    public async Task RemoveSeat(string seat)
    {
        var room = Joined.Ticket.Room;
        await ModerateAsync(seat, own => own.Media.RemoveAsync(new SeatId(seat), Context.ConnectionAborted));

        var removed = new RemovedSeat(room, seat, clock.GetUtcNow());
        if (await orders.RemoveAsync(removed, Context.ConnectionAborted) is not null)
        {
            // The seat is over here; other nodes hear of it when they can.
            notes.Owe(removed);
        }
    }

    /// <summary>As a moderator: nobody new comes in while the room is locked.</summary>
    public async Task LockRoom(bool locked)
    {
        var own = Joined;
        RefusedException.ThrowIf(RoomRefusals.Media(await own.Media.LockAsync(locked, Context.ConnectionAborted)));
        await notes.WriteAsync(own.Ticket.Room, Context.ConnectionAborted);
    }

    /// <summary>Hands to the others in the room what the chat cannot store now; nothing of it is kept here.</summary>
    public Task Say(ChatWord word)
    {
        var seat = Joined;
        RefusedException.ThrowIf(RoomLimits.Check(word));
        return seats.SayAsync(seat, word);
    }

    public void Leave() => Joined.Leave();

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        StopWaiting();
        Seat?.Lose(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }

    /// <summary>Whether this seat's pass lets it is the media server's to say, which knows what the seat may do now.</summary>
    private async Task ModerateAsync(string seat, Func<RoomSeat, Task<string?>> act)
    {
        var own = Joined;
        RefusedException.ThrowIf(RoomLimits.CheckSeat(seat) ?? RoomRefusals.Media(await act(own)));
        await notes.WriteAsync(own.Ticket.Room, Context.ConnectionAborted);
    }

    private void StopWaiting() => ((ITimer)Context.Items[typeof(ITimer)]!).Dispose();
}
