using Telehealth.Coordination;

namespace Telehealth.Rooms;

/// <summary>Looks after the rooms of this node: hears what other nodes ended, keeps the leases, writes down what moderators decided, and
/// keeps each seat's word about its standby fresh.</summary>
internal sealed partial class RoomKeeper(
    RoomSeats seats, RoomClaims claims, RoomNotes notes, RoomSpares spares, RoomBus bus, ILogger<RoomKeeper> log)
    : BackgroundService
{
    private static readonly TimeSpan _period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _renewal = LeaseRules.Lifetime / 3;

    /// <summary>Rooms that another node says it took over: whose claim is older sends its people there.</summary>
    public async Task LoseAsync(TakenRooms taken, CancellationToken cancellation)
    {
        foreach (var (room, epoch) in taken.Epochs)
        {
            if (claims.IsLost(room, taken.By, epoch))
            {
                LogMoved(room, taken.By);
                await seats.MoveAwayAsync(room, cancellation);
            }
        }
    }

    /// <summary>Side by side: a browser that reads slowly must not cost a lease, nor let two nodes go on with one room.</summary>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        RepeatAsync(LookAfterAsync, _period, stoppingToken),
        RepeatAsync(KeepAsync, _renewal, stoppingToken),
        RepeatAsync(claims.TellTakenAsync, _period, stoppingToken));

    private async Task LookAfterAsync(CancellationToken cancellation)
    {
        await bus.ListenAsync(seats.Close, seats.Remove, cancellation);
        await Task.WhenAll(seats.All.Select(spares.RefreshAsync));
        await notes.WriteChangesAsync(seats.Rooms, cancellation);
    }

    private async Task RepeatAsync(Func<CancellationToken, Task> step, TimeSpan period, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(period);
        do
        {
            try
            {
                await step(stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(error);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private Task KeepAsync(CancellationToken cancellation) =>
        Task.WhenAll(seats.Rooms.ToList().Select(room => KeepAsync(room, cancellation)));

    private async Task KeepAsync(Guid room, CancellationToken cancellation)
    {
        if (!await claims.KeepAsync(room, cancellation))
        {
            LogMoved(room, "another node");
            await seats.MoveAwayAsync(room, cancellation);
        }
        else
        {
            // What was ended while this node was deaf.
            await notes.ReadAsync(room, cancellation);
            seats.EndWhatIsOver(room);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Rooms could not be kept; the next round repeats it")]
    private partial void LogFailed(Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Room {Room} is held by {Holder} now; its people enter again")]
    private partial void LogMoved(Guid room, string holder);
}
