using System.Collections.Concurrent;
using Telehealth.Coordination;

namespace Telehealth.Rooms;

/// <summary>Empties this node: hands each room to one other node, then asks its seats to go there, and forwards until they have gone.</summary>
internal sealed partial class RoomMoves(
    RoomSeats seats, RoomClaims claims, RoomNotes notes, RoomSpares spares, RoomPlacement placement, ThisNode self, ILogger<RoomMoves> log)
    : BackgroundService
{
    /// <summary>How long a seat may be on two nodes; who has not come by then enters again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan _period = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<Guid, long> _movedAt = new();

    /// <summary>Until nobody is here who could still go elsewhere.</summary>
    public async Task UntilEmptyAsync(CancellationToken cancellation)
    {
        while (seats.Rooms.Any(room => claims.HandedTo(room) is not null || placement.StandbyOf(room, self.Name) is not null))
        {
            await Task.Delay(_period, cancellation);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, self.Draining).WaitAsync(stoppingToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await MoveAsync(stoppingToken);
                await Task.Delay(_period, stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(error);
            }
        }
    }

    /// <summary>All at once: a browser that reads slowly must not keep the rooms behind it here.</summary>
    private Task MoveAsync(CancellationToken cancellation) =>
        Task.WhenAll(seats.Rooms.ToList().Select(room => MoveAsync(room, cancellation)));

    private async Task MoveAsync(Guid room, CancellationToken cancellation)
    {
        if (!_movedAt.TryGetValue(room, out var movedAt))
        {
            await HandOverAsync(room, cancellation);
        }
        else if (TimeProvider.System.GetElapsedTime(movedAt) > Patience)
        {
            await seats.MoveAwayAsync(room, cancellation);
        }
    }

    private async Task HandOverAsync(Guid room, CancellationToken cancellation)
    {
        if (placement.StandbyOf(room, self.Name) is not { } target)
        {
            return;
        }

        await notes.WriteAsync(room, cancellation);
        if (!await claims.HandOverAsync(room, target, cancellation))
        {
            await seats.MoveAwayAsync(room, cancellation);
            return;
        }

        _movedAt[room] = TimeProvider.System.GetTimestamp();
        LogMoving(room, target);
        await Task.WhenAll(seats.In(room).Select(seat => seat.TellMoveAsync(spares.Door(seat, target))));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Room {Room} moves to {Target}")]
    private partial void LogMoving(Guid room, string target);

    [LoggerMessage(Level = LogLevel.Error, Message = "Rooms could not be moved; the next round repeats it")]
    private partial void LogFailed(Exception error);
}
