using Telehealth.Coordination;

namespace Telehealth.Rooms;

/// <summary>Ends rooms on whichever node they are, and keeps this node's claim on the rooms that it holds.</summary>
internal sealed partial class RoomKeeper(
    RoomHost host, RoomSeats seats, INodeLeases leases, RoomNode node, ILogger<RoomKeeper> log) : BackgroundService
{
    private static readonly TimeSpan _period = LeaseRules.Lifetime / 3;

    private bool _isListening;

    public async Task CloseAsync(Guid room, CancellationToken cancellation)
    {
        host.Close(room);
        if (node.Redis is { } redis)
        {
            await redis.PublishAsync(RedisKeys.RoomsClosed, room.ToByteArray(), cancellation);
        }
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
            var refusal = await redis.SubscribeAsync(RedisKeys.RoomsClosed, message => host.Close(new Guid(message)), cancellation);
            _isListening = refusal is null;
        }
    }

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
