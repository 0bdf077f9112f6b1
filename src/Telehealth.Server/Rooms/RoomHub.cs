using Microsoft.AspNetCore.SignalR;
using Telehealth.Media;

namespace Telehealth.Rooms;

/// <summary>Signalling of one browser in one room at <c>/hubs/room</c>. The pass given to <see cref="Join"/> is the only credential.</summary>
internal sealed class RoomHub(RoomSeats seats, IHubContext<RoomHub, IRoomClient> hub, TimeProvider clock) : Hub<IRoomClient>
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

        return new JoinReply(seat!.Ticket.Seat, seat.Session, isResumed);
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

    public void Leave() => Joined.Leave();

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        StopWaiting();
        Seat?.Lose(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }

    private void StopWaiting() => ((ITimer)Context.Items[typeof(ITimer)]!).Dispose();
}
