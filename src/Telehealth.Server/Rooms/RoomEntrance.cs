using Telehealth.Coordination;

namespace Telehealth.Rooms;

/// <summary>The way in, for <c>RoomEntry</c> of the HTTP contract.</summary>
/// <param name="Standby">Where the seat goes on should the node die that holds the room; none while there is no other node.</param>
public sealed record RoomDoor(
    string Pass, string HubUrl, IReadOnlyList<IceServer> IceServers, DateTimeOffset ExpiresAt, SpareDoor? Standby);

/// <summary>What slices use of rooms: let somebody in who may, and end a room.</summary>
public sealed class RoomEntrance
{
    public const string HubPath = "/hubs/room";

    private readonly RoomPass _passes;
    private readonly TurnCredentials _relay;
    private readonly RoomFinder _finder;
    private readonly RoomPlacement _placement;
    private readonly RoomOrders _orders;
    private readonly ThisNode _self;

    internal RoomEntrance(RoomPass passes, TurnCredentials relay, RoomFinder finder, RoomPlacement placement, RoomOrders orders, ThisNode self)
    {
        _passes = passes;
        _relay = relay;
        _finder = finder;
        _placement = placement;
        _orders = orders;
        _self = self;
    }

    /// <summary>Finds the node that holds the room, or places it on one, and signs a pass for it. Whether this person may is the
    /// caller's question. Refuses with <c>coordination.unavailable</c> while there is no node for rooms.</summary>
    /// <param name="seat">"practitioner-{id}" or "patient-{id}".</param>
    /// <param name="round">The fence by which the patient was taken.</param>
    public async Task<(RoomDoor? Door, Refusal? Refusal)> OpenAsync(
        Guid room, string seat, RoomRights rights, long round, CancellationToken cancellation)
    {
        if (await _finder.FindAsync(room, cancellation) is not { } holder)
        {
            return (null, CoordinationRefusals.Unavailable);
        }

        var ticket = _passes.Open(room, seat, rights, holder.Holder, holder.Epoch, round);
        var standby = _placement.StandbyOf(room, holder.Holder) is { } other
            ? new SpareDoor(_passes.IssueSpare(ticket, rights, holder.Epoch, other), other + HubPath)
            : null;
        return (new RoomDoor(_passes.Write(ticket), AddressOf(holder.Holder) + HubPath, _relay.For(room, seat), ticket.ExpiresAt, standby), null);
    }

    /// <summary>Ends the room for everybody, on whichever node it is; passes given until now open it no more.</summary>
    /// <returns>A refusal while other nodes cannot be told; then the caller tries again.</returns>
    public Task<Refusal?> CloseAsync(Guid room, CancellationToken cancellation) => _orders.CloseAsync(room, cancellation);

    /// <summary>Ends one seat, on whichever node it is; a pass given for it in a later round is good.</summary>
    /// <returns>A refusal while other nodes cannot be told; then the caller tries again.</returns>
    public Task<Refusal?> RemoveAsync(Guid room, string seat, long round, CancellationToken cancellation) =>
        _orders.RemoveAsync(RemovedSeat.Since(room, seat, round), cancellation);

    /// <summary>Nodes are named by their public address; only a lone node may be without one, and is found where the page came from.</summary>
    private string AddressOf(string node) => node == _self.Name ? _self.PublicUrl : node;
}
