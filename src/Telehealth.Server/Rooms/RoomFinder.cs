using Telehealth.Coordination;

namespace Telehealth.Rooms;

/// <summary>Which node has a room. The lease says it; where that is missing or old, the nodes are asked themselves, so that an empty or
/// absent Redis neither parts the people of a room nor keeps anybody out.</summary>
internal sealed class RoomFinder(
    INodeLeases leases, NodeWatch watch, RoomProbe probe, RoomPlacement placement, RoomClaims? here, ThisNode self, TimeProvider clock)
{
    /// <summary>Null while no node takes rooms.</summary>
    public async Task<Lease?> FindAsync(Guid room, CancellationToken cancellation)
    {
        var (seen, away) = await leases.FindAsync(room, cancellation);
        if (seen is not null && await IsGoodAsync(seen.Holder, room, cancellation))
        {
            return seen;
        }

        var holder = here?.Tell(room) is { Holds: true } own
            ? new Lease(self.Name, own.Epoch)
            : await probe.FindHolderAsync(room, cancellation);
        if (away is not null)
        {
            return holder ?? PlaceAlone(room);
        }

        if ((holder?.Holder ?? placement.Choose()) is not { } node)
        {
            return null;
        }

        // Whoever was faster is right.
        var (lease, gone) = await leases.TakeAsync(room, seen, new Lease(node, holder?.Epoch ?? 0), cancellation);
        return gone is null ? lease : new Lease(node, holder?.Epoch ?? Now());
    }

    /// <summary>A node that describes itself is believed; one that is silent, or is being emptied, is asked.</summary>
    private async Task<bool> IsGoodAsync(string holder, Guid room, CancellationToken cancellation)
    {
        if (holder == self.Name)
        {
            return !self.IsDraining || here?.Tell(room).Holds == true;
        }

        return watch.Find(holder) is { IsDraining: false } || await probe.AskAsync(holder, room, cancellation) is { Holds: true };
    }

    /// <summary>Redis away: all nodes choose the same, by the room and the nodes they knew.</summary>
    private Lease? PlaceAlone(Guid room) =>
        (placement.StandbyOf(room, "") ?? placement.Choose()) is { } node ? new Lease(node, Now()) : null;

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
