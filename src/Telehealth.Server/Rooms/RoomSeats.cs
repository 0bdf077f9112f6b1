using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Telehealth.Coordination;
using Telehealth.Telemetry.History;

namespace Telehealth.Rooms;

/// <summary>The seats taken on this node, by the secret session with which a browser resumes its own.</summary>
internal sealed partial class RoomSeats(
    RoomHost host, RoomPass passes, INodeLeases leases, RoomNode node, HistoryLog history, TimeProvider clock,
    IMeterFactory meters, ILogger<RoomSeats> log)
{
    private readonly ConcurrentDictionary<string, RoomSeat> _seats = new();
    private readonly (UpDownCounter<int> Taken, Counter<int> Joins) _meters = CreateMeters(meters);

    public IEnumerable<Guid> Rooms => _seats.Values.Select(seat => seat.Ticket.Room).Distinct();

    public async Task<(RoomSeat? Seat, bool IsResumed, Refusal? Refusal)> JoinAsync(
        JoinRequest request, RoomLine line, CancellationToken cancellation)
    {
        if (Resumable(request) is { } own)
        {
            Count("resumed");
            own.TakeOver(line);
            return (own, true, null);
        }

        var (ticket, refusal) = passes.Check(request.Pass, node.Url);
        if (ticket is null)
        {
            Count("refused");
            return (null, false, refusal);
        }

        // Redis away: the signed pass names this node, which is reason enough.
        var (holder, _) = await leases.HoldAsync(ticket.Room, node.Url, cancellation);
        if (holder is not null && holder != node.Url)
        {
            return (null, false, RoomRefusals.PassWrongNode);
        }

        var (seat, full) = host.Enter(ticket);
        if (seat is null)
        {
            Count("refused");
            return (null, false, full);
        }

        var session = RandomNumberGenerator.GetHexString(64, lowercase: true);
        var taken = new RoomSeat(ticket, session, seat, clock, log);
        _seats[session] = taken;
        Count("new");
        Tell(HistoryKind.SeatTaken, taken);
        _ = RunAsync(taken, line);
        if (host.IsRemoved(ticket))
        {
            // Removed while we were joining: the one who removed could not see this seat yet.
            taken.Remove();
        }

        return (taken, false, null);
    }

    /// <summary>Ends the seat for those who came with a pass given until then; whoever enters anew afterwards stays.</summary>
    public void Remove(Guid room, string seat, DateTimeOffset until)
    {
        host.Remove(room, seat, until);
        foreach (var taken in _seats.Values)
        {
            if (taken.Ticket.Room == room && taken.Ticket.Seat == seat && taken.Ticket.IsGivenUntil(until))
            {
                taken.Remove();
            }
        }
    }

    /// <summary>Another node holds the room: whoever is here must enter again to meet the others.</summary>
    public async Task MoveAwayAsync(Guid room, CancellationToken cancellation)
    {
        foreach (var seat in _seats.Values.Where(seat => seat.Ticket.Room == room))
        {
            await seat.MoveAwayAsync(cancellation);
        }
    }

    /// <summary>The session is the stronger secret, so a pass that ran out since is good enough to come back with.</summary>
    private RoomSeat? Resumable(JoinRequest request) =>
        request.Session is { } session
            && _seats.TryGetValue(session, out var seat)
            && passes.ReadSigned(request.Pass) is { } ticket
            && seat.Ticket.Room == ticket.Room
            && seat.Ticket.Seat == ticket.Seat
            && !seat.IsOver
                ? seat
                : null;

    private async Task RunAsync(RoomSeat seat, RoomLine line)
    {
        _meters.Taken.Add(1);
        try
        {
            await seat.RunAsync(line);
        }
        catch (Exception error)
        {
            LogBroken(error, seat.Ticket.Room);
            seat.Leave();
        }
        finally
        {
            _seats.TryRemove(seat.Session, out _);
            Tell(HistoryKind.SeatLeft, seat);
            _meters.Taken.Add(-1);
            seat.Dispose();
            await ReleaseWhenEmptyAsync(seat.Ticket.Room);
        }
    }

    private async Task ReleaseWhenEmptyAsync(Guid room)
    {
        if (!Rooms.Contains(room))
        {
            await leases.ReleaseAsync(room, node.Url, CancellationToken.None);
        }
    }

    private void Tell(string kind, RoomSeat seat) => history.Write(new HistoryFact(kind)
    {
        Subject = seat.Ticket.Room,
        By = seat.Ticket.Seat,
        Key = HistoryLog.KeyOf(seat.Session),
    });

    private void Count(string kind) => _meters.Joins.Add(1, new KeyValuePair<string, object?>("kind", kind));

    private static (UpDownCounter<int> Taken, Counter<int> Joins) CreateMeters(IMeterFactory meters)
    {
        var meter = meters.Create("Telehealth.Rooms");
        return (
            meter.CreateUpDownCounter<int>("telehealth.rooms.seats", description: "Seats taken now"),
            meter.CreateCounter<int>("telehealth.rooms.joins", description: "Joins by kind: new, resumed, refused"));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A seat in room {Room} broke")]
    private partial void LogBroken(Exception error, Guid room);
}
