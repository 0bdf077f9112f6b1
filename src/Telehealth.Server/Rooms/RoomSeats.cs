using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Telehealth.Coordination;
using Telehealth.Media;
using Telehealth.Telemetry.History;

namespace Telehealth.Rooms;

/// <summary>The seats taken on this node, by the secret session with which a browser resumes its own.</summary>
internal sealed partial class RoomSeats(
    RoomHost host, RoomPass passes, RoomClaims claims, RoomNotes notes, RoomSpares spares, ThisNode self, HistoryLog history,
    TimeProvider clock, IMeterFactory meters, ILogger<RoomSeats> log)
{
    private readonly ConcurrentDictionary<string, RoomSeat> _seats = new();

    /// <summary>How many are about to sit down, by room: a room that they found here must not be given up under them.</summary>
    private readonly Dictionary<Guid, int> _entering = [];
    private readonly (UpDownCounter<int> Taken, Counter<int> Joins) _meters = CreateMeters(meters);

    public ICollection<RoomSeat> All => _seats.Values;

    public (int Rooms, int Seats) Count() => (Rooms.Count(), _seats.Count);

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

        var (ticket, refusal) = passes.Check(request.Pass, self.Name);
        var (taken, refused) = refusal is null ? await EnterAsync(ticket!, line, cancellation) : (null, refusal);
        if (refused is not null)
        {
            Count("refused");
        }

        return (taken, false, refused);
    }

    /// <summary>Ends the seat for those who came with a pass that is over; whoever enters anew afterwards stays.</summary>
    public void Remove(RemovedSeat removed)
    {
        host.Remove(removed);
        EndWhatIsOver(removed.Room);
    }

    /// <summary>Ends the seats whose passes no longer open the room.</summary>
    public void EndWhatIsOver(Guid room)
    {
        foreach (var taken in In(room))
        {
            if (host.IsRemoved(taken.Ticket))
            {
                taken.Remove();
            }
            else if (host.IsClosed(taken.Ticket))
            {
                host.End(room);
            }
        }
    }

    /// <summary>Ends the room for everybody who is in it here.</summary>
    public void Close(ClosedRoom closed) => host.Close(closed.Room, closed.At);

    public IEnumerable<RoomSeat> In(Guid room) => _seats.Values.Where(seat => seat.Ticket.Room == room);

    public Task SayAsync(RoomSeat writer, ChatWord word)
    {
        var said = new SaidWord(writer.Ticket.Seat, word.ClientMessageId, word.Text);
        return Task.WhenAll(In(writer.Ticket.Room).Where(seat => seat != writer).Select(seat => seat.TellSaidAsync(said)));
    }

    /// <summary>Another node holds the room: whoever is here must enter again to meet the others.</summary>
    public Task MoveAwayAsync(Guid room, CancellationToken cancellation) =>
        Task.WhenAll(In(room).Select(seat => seat.MoveAwayAsync(cancellation)));

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

    private async Task<(RoomSeat? Seat, Refusal? Refusal)> EnterAsync(RoomTicket ticket, RoomLine line, CancellationToken cancellation)
    {
        ChangeEntering(ticket.Room, 1);
        try
        {
            if (await claims.EnterAsync(ticket, cancellation) is { } refusal)
            {
                return (null, refusal);
            }

            var memory = await notes.ReadAsync(ticket.Room, cancellation);
            var (seat, full) = host.Enter(ticket, memory);
            return seat is null ? (null, full) : (Sit(ticket, seat, line), null);
        }
        finally
        {
            ChangeEntering(ticket.Room, -1);
            await ReleaseWhenEmptyAsync(ticket.Room);
        }
    }

    private RoomSeat Sit(RoomTicket ticket, Seat seat, RoomLine line)
    {
        var session = RandomNumberGenerator.GetHexString(64, lowercase: true);
        var taken = new RoomSeat(ticket, session, seat, clock, log);
        _seats[session] = taken;
        Count("new");
        Tell(HistoryKind.SeatTaken, taken);
        _ = RunAsync(taken, line);
        _ = spares.RefreshAsync(taken);
        if (claims.HandedTo(ticket.Room) is { } target)
        {
            // Handed over while we were joining: those who sat here then were told.
            _ = taken.TellMoveAsync(spares.Door(taken, target));
        }

        // Ended while we were joining: whoever ended it could not see this seat yet.
        EndWhatIsOver(ticket.Room);
        return taken;
    }

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
        Task released;
        lock (_entering)
        {
            // The claim is gone when the call returns, so that whoever enters now makes one of their own.
            released = _entering.ContainsKey(room) || Rooms.Contains(room)
                ? Task.CompletedTask
                : claims.ReleaseAsync(room, CancellationToken.None);
        }

        await released;
    }

    private void ChangeEntering(Guid room, int by)
    {
        lock (_entering)
        {
            var count = _entering.GetValueOrDefault(room) + by;
            _entering[room] = count;
            if (count == 0)
            {
                _entering.Remove(room);
            }
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
