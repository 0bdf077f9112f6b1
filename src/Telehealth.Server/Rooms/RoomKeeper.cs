using Telehealth.Coordination;

namespace Telehealth.Rooms;

/// <summary>Looks after the rooms of this node: hears what other nodes ended, keeps the leases, writes down what moderators decided, and
/// keeps each seat's word about its standby fresh.</summary>
internal sealed partial class RoomKeeper(
    RoomSeats seats, RoomClaims claims, RoomNotes notes, RoomSpares spares, RoomBus bus, ILogger<RoomKeeper> log)
    : BackgroundService
{
    private static readonly TimeSpan _period = TimeSpan.FromSeconds(1);
    private static readonly int _roundsPerRenewal = (int)(LeaseRules.Lifetime / 3 / _period);

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

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_period);
        var round = 0;
        do
        {
            try
            {
                await bus.ListenAsync(seats.Close, seats.Remove, stoppingToken);
                if (round++ % _roundsPerRenewal == 0)
                {
                    await KeepAsync(stoppingToken);
                }

                await Task.WhenAll(seats.All.Select(spares.RefreshAsync));
                await notes.WriteChangesAsync(seats.Rooms, stoppingToken);
                await claims.TellTakenAsync(stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(error);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task KeepAsync(CancellationToken cancellation)
    {
        foreach (var room in seats.Rooms)
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
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Rooms could not be kept; the next round repeats it")]
    private partial void LogFailed(Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Room {Room} is held by {Holder} now; its people enter again")]
    private partial void LogMoved(Guid room, string holder);
}
