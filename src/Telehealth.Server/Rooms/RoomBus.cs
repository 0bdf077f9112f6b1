using System.Text.Json;
using Telehealth.Coordination;

namespace Telehealth.Rooms;

/// <summary>What nodes tell each other about a seat that is over.</summary>
/// <param name="Until">Passes given until then are over.</param>
/// <param name="Before">Passes of earlier rounds are over.</param>
internal sealed record RemovedSeat(Guid Room, string Seat, DateTimeOffset Until, long Before = 0)
{
    public static RemovedSeat Since(Guid room, string seat, long round) => new(room, seat, default, round + 1);
}

/// <summary>What nodes tell each other about a room that is over.</summary>
internal sealed record ClosedRoom(Guid Room, DateTimeOffset At);

/// <summary>The messages between nodes about rooms; silent in a process alone.</summary>
internal sealed class RoomBus(RedisConnection? redis)
{
    private bool _isListening;

    public Task<Refusal?> TellAsync(ClosedRoom closed, CancellationToken cancellation) =>
        PublishAsync(RedisKeys.RoomsClosed, closed, cancellation);

    public Task<Refusal?> TellAsync(RemovedSeat removed, CancellationToken cancellation) =>
        PublishAsync(RedisKeys.SeatsRemoved, removed, cancellation);

    /// <summary>Tries again at the next call when Redis is away.</summary>
    public async Task ListenAsync(Action<ClosedRoom> closed, Action<RemovedSeat> removed, CancellationToken cancellation)
    {
        if (redis is not null && !_isListening)
        {
            var refusal = await redis.SubscribeAsync(RedisKeys.RoomsClosed, message => closed(Read<ClosedRoom>(message)), cancellation)
                ?? await redis.SubscribeAsync(RedisKeys.SeatsRemoved, message => removed(Read<RemovedSeat>(message)), cancellation);
            _isListening = refusal is null;
        }
    }

    private static T Read<T>(byte[] message) => JsonSerializer.Deserialize<T>(message)!;

    private async Task<Refusal?> PublishAsync<T>(string channel, T message, CancellationToken cancellation) =>
        redis is null ? null : (await redis.PublishAsync(channel, JsonSerializer.SerializeToUtf8Bytes(message), cancellation)).Refusal;
}
