using System.Globalization;
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

    public Task<Refusal?> CloseAsync(Guid room, DateTimeOffset until, CancellationToken cancellation) =>
        WriteAsync(room, Closed, Write(until), cancellation);

    public Task<Refusal?> RemoveAsync(Guid room, string seat, DateTimeOffset until, CancellationToken cancellation) =>
        WriteAsync(room, Removed + seat, Write(until), cancellation);

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
        var removed = new Dictionary<string, DateTimeOffset>();
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
                removed[name[Removed.Length..]] = Time(value);
            }
        }

        return new RoomRecord(closedAt, removed, memory);
    }

    private static string Write(DateTimeOffset time) => time.UtcTicks.ToString(CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(RedisValue value) => new((long)value, TimeSpan.Zero);
}
