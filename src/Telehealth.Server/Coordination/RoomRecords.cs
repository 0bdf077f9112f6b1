using StackExchange.Redis;

namespace Telehealth.Coordination;

/// <summary>Decisions about rooms in Redis, because a node may start later or be deaf when they are told. A process alone needs none.</summary>
internal sealed class RoomRecords(RedisConnection? redis)
{
    /// <summary>Longer than any call, and any pass that came from one.</summary>
    private static readonly TimeSpan _lifetime = TimeSpan.FromDays(1);

    private const string Closed = "closed";
    private const string Memory = "memory";
    private const string Removed = "removed:";
    private const string Round = "round:";

    public Task<Refusal?> CloseAsync(Guid room, DateTimeOffset until, CancellationToken cancellation) =>
        RaiseAsync(room, Closed, until.UtcTicks, cancellation);

    public async Task<Refusal?> RemoveAsync(Guid room, string seat, SeatEnd end, CancellationToken cancellation) =>
        (end.Until == default ? null : await RaiseAsync(room, Removed + seat, end.Until.UtcTicks, cancellation))
        ?? (end.Before == 0 ? null : await RaiseAsync(room, Round + seat, end.Before, cancellation));

    public Task<Refusal?> RememberAsync(Guid room, byte[] memory, CancellationToken cancellation) =>
        WriteAsync(room, Memory, memory, cancellation);

    /// <summary>Null while Redis is away, or without one.</summary>
    public async Task<RoomRecord?> RecallAsync(Guid room, CancellationToken cancellation)
    {
        if (redis is null)
        {
            return null;
        }

        var (fields, refusal) = await redis.RunAsync(database => database.HashGetAllAsync(RedisKeys.Room(room)), cancellation);
        return refusal is null ? Read(fields!) : null;
    }

    /// <summary>Word of an earlier end may come later.</summary>
    private async Task<Refusal?> RaiseAsync(Guid room, string field, long value, CancellationToken cancellation) =>
        redis is null
            ? null
            : (await redis.ScriptAsync(
                RedisScript.Raise, [RedisKeys.Room(room)], [field, value, (long)_lifetime.TotalMilliseconds], cancellation)).Refusal;

    private async Task<Refusal?> WriteAsync(Guid room, string field, RedisValue value, CancellationToken cancellation)
    {
        if (redis is null)
        {
            return null;
        }

        var (_, refusal) = await redis.RunAsync(
            async database =>
            {
                var written = database.HashSetAsync(RedisKeys.Room(room), field, value);
                var expires = database.KeyExpireAsync(RedisKeys.Room(room), _lifetime);
                return await written | await expires;
            },
            cancellation);
        return refusal;
    }

    private static RoomRecord Read(HashEntry[] fields)
    {
        var removed = new Dictionary<string, SeatEnd>();
        DateTimeOffset? closedAt = null;
        byte[]? memory = null;
        foreach (var (name, value) in fields.Select(field => ((string)field.Name!, field.Value)))
        {
            if (name == Closed)
            {
                closedAt = Time(value);
            }
            else if (name == Memory)
            {
                memory = value;
            }
            else if (name.StartsWith(Removed, StringComparison.Ordinal))
            {
                removed[name[Removed.Length..]] = Of(name[Removed.Length..]) with { Until = Time(value) };
            }
            else if (name.StartsWith(Round, StringComparison.Ordinal))
            {
                removed[name[Round.Length..]] = Of(name[Round.Length..]) with { Before = (long)value };
            }
        }

        return new RoomRecord(closedAt, removed, memory);

        SeatEnd Of(string seat) => removed.GetValueOrDefault(seat) ?? new SeatEnd(default, 0);
    }

    private static DateTimeOffset Time(RedisValue value) => new((long)value, TimeSpan.Zero);
}
