using System.Collections.Concurrent;
using Telehealth.Coordination;

namespace Telehealth.Rooms;

/// <summary>The rooms that this node holds by its own knowledge, and how it comes to hold one. Of two nodes that believe to hold a room,
/// the one with the higher epoch does.</summary>
internal sealed partial class RoomClaims(
    INodeLeases leases, RoomProbe probe, ThisNode self, TimeProvider clock, ILogger<RoomClaims> log)
{
    private readonly ConcurrentDictionary<Guid, Claim> _claims = new();

    public long EpochOf(Guid room) => _claims.GetValueOrDefault(room)?.Epoch ?? 0;

    /// <summary>The node that this one handed the room to.</summary>
    public string? HandedTo(Guid room) => _claims.GetValueOrDefault(room)?.HandedTo;

    public RoomHolding Tell(Guid room) =>
        _claims.TryGetValue(room, out var own) ? new RoomHolding(own.HandedTo is null, own.Epoch) : new RoomHolding(false, 0);

    /// <summary>Makes sure that the room is this node's before somebody with a checked pass sits down in it.</summary>
    public async Task<Refusal?> EnterAsync(RoomTicket ticket, CancellationToken cancellation)
    {
        var own = _claims.GetValueOrDefault(ticket.Room);
        if (own is { HandedTo: not null })
        {
            return RoomRefusals.PassWrongNode;
        }

        if (own is null && self.IsDraining)
        {
            await leases.ReleaseAsync(ticket.Room, self.Name, cancellation);
            return RoomRefusals.PassWrongNode;
        }

        return own is null && ticket.Primary is not null
            ? await TakeOverAsync(ticket, ticket.Primary, cancellation)
            : await HoldAsync(ticket.Room, own?.Epoch ?? ticket.Epoch, own is null, cancellation);
    }

    /// <summary>Renews the lease; false when another node holds the room by now.</summary>
    public async Task<bool> KeepAsync(Guid room, CancellationToken cancellation)
    {
        if (!_claims.TryGetValue(room, out var own))
        {
            // Released by the one who left last, at the moment when the next one came.
            _claims.TryAdd(room, own = new Claim(0));
        }

        // Handed over meanwhile, it is kept here until its people have gone.
        return own.HandedTo is not null || await HoldAsync(room, own.Epoch, false, cancellation) is null || HandedTo(room) is not null;
    }

    /// <summary>Another node says that it took the room over; true when that is newer than what we know.</summary>
    public bool IsLost(Guid room, string by, long epoch) =>
        _claims.TryGetValue(room, out var own) && own.HandedTo != by && epoch > own.Epoch;

    /// <summary>Gives the room to another node before anybody is told to go there; false when it was not ours to give.</summary>
    public async Task<bool> HandOverAsync(Guid room, string node, CancellationToken cancellation)
    {
        Claim? own;
        do
        {
            if (!_claims.TryGetValue(room, out own) || own.HandedTo is not null)
            {
                return false;
            }
        }
        while (!_claims.TryUpdate(room, own with { HandedTo = node }, own));

        var given = new Lease(node, 0);
        var (lease, away) = await leases.TakeAsync(room, new Lease(self.Name, own.Epoch), given, cancellation);
        if (lease is null && away is null)
        {
            // Redis was emptied, and nobody has written since.
            (lease, away) = await leases.TakeAsync(room, null, given with { Epoch = own.Epoch + 1 }, cancellation);
        }

        // Redis away: the other node asks us, and hears that we no longer hold it.
        return away is not null || lease?.Holder == node;
    }

    public async Task ReleaseAsync(Guid room, CancellationToken cancellation)
    {
        if (_claims.TryRemove(room, out _))
        {
            await leases.ReleaseAsync(room, self.Name, cancellation);
        }
    }

    /// <summary>Tells nodes whose rooms we took, as they may only have been asleep.</summary>
    public async Task TellTakenAsync(CancellationToken cancellation)
    {
        foreach (var taken in _claims.Where(claim => claim.Value.TakenFrom is not null).GroupBy(claim => claim.Value.TakenFrom!))
        {
            var rooms = new TakenRooms(self.Name, taken.ToDictionary(claim => claim.Key, claim => claim.Value.Epoch));
            if (await probe.TellTakenAsync(taken.Key, rooms, cancellation))
            {
                foreach (var (room, claim) in taken)
                {
                    _claims.TryUpdate(room, claim with { TakenFrom = null }, claim);
                }
            }
        }
    }

    private async Task<Refusal?> HoldAsync(Guid room, long epoch, bool isNew, CancellationToken cancellation)
    {
        var (lease, away) = await leases.HoldAsync(room, new Lease(self.Name, epoch), cancellation);
        if (away is not null)
        {
            // The signed pass names this node, which is reason enough unless another one says that it took over.
            var other = isNew ? await probe.FindHolderAsync(room, cancellation) : null;
            return other?.Epoch > epoch ? RoomRefusals.PassWrongNode : Claimed(room, epoch, null);
        }

        return lease!.Holder == self.Name ? Claimed(room, lease.Epoch, null) : RoomRefusals.PassWrongNode;
    }

    private async Task<Refusal?> TakeOverAsync(RoomTicket ticket, string primary, CancellationToken cancellation)
    {
        var room = ticket.Room;
        var (seen, away) = await leases.FindAsync(room, cancellation);
        if (seen?.Holder == self.Name)
        {
            return await HoldAsync(room, seen.Epoch, false, cancellation);
        }

        var holder = seen?.Holder ?? primary;
        if (await probe.AskAsync(holder, room, cancellation) is { Holds: true })
        {
            return holder == primary ? RoomRefusals.HeldElsewhere : RoomRefusals.PassWrongNode;
        }

        var own = new Lease(self.Name, Math.Max(ticket.Epoch + 1, clock.GetUtcNow().ToUnixTimeMilliseconds()));
        var lease = own;
        if (away is null)
        {
            var (taken, gone) = await leases.TakeAsync(room, seen, own with { Epoch = ticket.Epoch + 1 }, cancellation);
            lease = gone is null ? taken! : own;
        }

        if (lease.Holder != self.Name)
        {
            return RoomRefusals.PassWrongNode;
        }

        LogTaken(room, holder);
        return Claimed(room, lease.Epoch, holder);
    }

    private Refusal? Claimed(Guid room, long epoch, string? takenFrom)
    {
        _claims.AddOrUpdate(
            room,
            _ => new Claim(epoch, takenFrom),
            (_, own) => own with { Epoch = Math.Max(own.Epoch, epoch), TakenFrom = takenFrom ?? own.TakenFrom });
        return null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Room {Room} goes on here: {Holder}, which held it, answers nothing")]
    private partial void LogTaken(Guid room, string holder);

    /// <param name="TakenFrom">The node that is still to be told that it lost the room.</param>
    private sealed record Claim(long Epoch, string? TakenFrom = null, string? HandedTo = null);
}
