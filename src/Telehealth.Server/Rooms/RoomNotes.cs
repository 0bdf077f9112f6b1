using System.Collections.Concurrent;
using System.Text.Json;
using Telehealth.Coordination;
using Telehealth.Media;

namespace Telehealth.Rooms;

/// <summary>What a room must not forget when its node dies: read before it is opened here, written when something was decided.</summary>
internal sealed class RoomNotes(RoomRecords records, RoomHost host, RoomClaims claims)
{
    private readonly ConcurrentDictionary<Guid, string> _written = new();

    /// <summary>Seats that were ended here while Redis was away; without a record their passes for a standby would open the room there.</summary>
    private readonly ConcurrentDictionary<RemovedSeat, byte> _owed = new();

    /// <summary>Learns what was ended, and answers what the room is to remember should it be opened now.</summary>
    public async Task<RoomMemory> ReadAsync(Guid room, CancellationToken cancellation)
    {
        var record = await records.RecallAsync(room, cancellation);
        if (record?.ClosedAt is { } closedAt)
        {
            host.NoteClosed(room, closedAt);
        }

        foreach (var (seat, end) in record?.Removed ?? new Dictionary<string, SeatEnd>())
        {
            host.Remove(new RemovedSeat(room, seat, end.Until, end.Before));
        }

        var memory = record?.Memory is { } bytes ? JsonSerializer.Deserialize<RoomMemory>(bytes) : null;
        var start = RoomMemory.From(claims.EpochOf(room));
        return memory is null ? start : memory with { Sequence = Math.Max(memory.Sequence, start.Sequence) };
    }

    /// <summary>Writes it as soon as it can be.</summary>
    public void Owe(RemovedSeat removed) => _owed[removed] = 0;

    /// <summary>Writes what changed since it was written last; a room in which nothing was ever decided writes nothing.</summary>
    public async Task WriteChangesAsync(IEnumerable<Guid> rooms, CancellationToken cancellation)
    {
        var open = rooms.ToHashSet();
        foreach (var room in open)
        {
            await WriteAsync(room, cancellation);
        }

        foreach (var removed in _owed.Keys)
        {
            if (await records.RemoveAsync(removed.Room, removed.Seat, new SeatEnd(removed.Until, removed.Before), cancellation) is null)
            {
                _owed.TryRemove(removed, out _);
            }
        }

        foreach (var gone in _written.Keys.Where(room => !open.Contains(room)))
        {
            _written.TryRemove(gone, out _);
        }
    }

    public async Task WriteAsync(Guid room, CancellationToken cancellation)
    {
        // Sequences begin with the epoch of whoever goes on, so this one's need not be known.
        if (host.Recall(room) is not { } memory || (memory.IsPlain && !_written.ContainsKey(room)) || claims.HandedTo(room) is not null)
        {
            return;
        }

        var text = JsonSerializer.Serialize(memory with { Sequence = 0 });
        if (_written.GetValueOrDefault(room) != text
            && await records.RememberAsync(room, JsonSerializer.SerializeToUtf8Bytes(memory with { Sequence = 0 }), cancellation) is null)
        {
            _written[room] = text;
        }
    }
}
