using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Telehealth.Coordination;

namespace Telehealth.Rooms;

/// <summary>Which node a new room gets, and which one is to go on with it. docs/decisions/ says why so.</summary>
internal sealed class RoomPlacement(NodeWatch watch, ThisNode self, TimeProvider clock)
{
    /// <summary>Seats that a consultation brings; counted for a placed room until its node tells of them.</summary>
    private const int SeatsOfRoom = 2;

    private readonly ConcurrentQueue<(string Node, DateTimeOffset At)> _placed = new();

    /// <summary>The less busy of two that chance names; of equals this one. Null while no node takes rooms.</summary>
    public string? Choose()
    {
        var open = Open().ToArray();
        if (open.Length == 0)
        {
            return self.Role != NodeRole.Web && !self.IsDraining ? self.Name : null;
        }

        RandomNumberGenerator.Shuffle(open.AsSpan());
        var chosen = open.Take(2).OrderBy(LoadOf).ThenBy(node => node.Name == self.Name ? 0 : 1).First().Name;
        _placed.Enqueue((chosen, clock.GetUtcNow()));
        return chosen;
    }

    /// <summary>The same for all who ask while the nodes are the same, so that a room's people meet; null when there is no other.</summary>
    public string? StandbyOf(Guid room, string holder) =>
        Open().Where(node => node.Name != holder).MaxBy(node => Rank(room, node.Name))?.Name;

    private IEnumerable<Node> Open() => watch.Nodes.Where(node => node.HoldsRooms && !(node.Name == self.Name ? self.IsDraining : node.IsDraining));

    /// <summary>Processor in tenths, so that noise decides nothing; then seats.</summary>
    private (int Tenths, int Seats) LoadOf(Node node)
    {
        while (_placed.TryPeek(out var oldest) && oldest.At + (2 * NodeRules.Beat) < clock.GetUtcNow())
        {
            _placed.TryDequeue(out _);
        }

        return ((int)(node.CpuShare * 10), node.Seats + (SeatsOfRoom * _placed.Count(placed => placed.Node == node.Name)));
    }

    /// <summary>Rendezvous hashing: a node that dies leaves its rooms to all others alike, and nobody else's room changes its standby.</summary>
    private static ulong Rank(Guid room, string node) =>
        BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{room:N} {node}")));
}
