using System.Text.Json;
using Telehealth.Coordination;

namespace Telehealth.Rooms;

/// <summary>What nodes tell each other about a seat that is over.</summary>
internal sealed record RemovedSeat(Guid Room, string Seat, DateTimeOffset Until);

/// <summary>Ends rooms on whichever node they are, and keeps this node's claim on the rooms that it holds.</summary>
internal sealed partial class RoomKeeper(
    RoomHost host, RoomSeats seats, INodeLeases leases, RoomNode node, ILogger<RoomKeeper> log) : BackgroundService
{
    private static readonly TimeSpan _period = LeaseRules.Lifetime / 3;

    private bool _isListening;

    public Task<Refusal?> CloseAsync(Guid room, CancellationToken cancellation)
    {
        host.Close(room);
        return TellAsync(RedisKeys.RoomsClosed, room.ToByteArray(), cancellation);
    }

    public Task<Refusal?> RemoveAsync(RemovedSeat seat, CancellationToken cancellation)
    {
        seats.Remove(seat.Room, seat.Seat, seat.Until);
        return TellAsync(RedisKeys.SeatsRemoved, JsonSerializer.SerializeToUtf8Bytes(seat), cancellation);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_period);
        do
        {
            try
            {
                await ListenAsync(stoppingToken);
                await KeepAsync(stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                LogFailed(error);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task ListenAsync(CancellationToken cancellation)
    {
        if (node.Redis is { } redis && !_isListening)
        {
            var refusal = await redis.SubscribeAsync(RedisKeys.RoomsClosed, message => host.Close(new Guid(message)), cancellation)
                ?? await redis.SubscribeAsync(RedisKeys.SeatsRemoved, Remove, cancellation);
            _isListening = refusal is null;
        }
    }

    private void Remove(byte[] message)
    {
        var seat = JsonSerializer.Deserialize<RemovedSeat>(message)!;
        seats.Remove(seat.Room, seat.Seat, seat.Until);
    }

    private async Task<Refusal?> TellAsync(string channel, byte[] message, CancellationToken cancellation) =>
        node.Redis is { } redis ? (await redis.PublishAsync(channel, message, cancellation)).Refusal : null;

    private async Task KeepAsync(CancellationToken cancellation)
    {
        foreach (var room in seats.Rooms)
        {
            var (holder, _) = await leases.HoldAsync(room, node.Url, cancellation);
            if (holder is not null && holder != node.Url)
            {
                LogMoved(room, holder);
                await seats.MoveAwayAsync(room, cancellation);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Rooms could not be kept; the next round repeats it")]
    private partial void LogFailed(Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Room {Room} is held by {Holder} now; its people enter again")]
    private partial void LogMoved(Guid room, string holder);
}
