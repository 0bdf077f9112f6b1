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
    private readonly INodeLeases _leases;
    private readonly RoomKeeper _keeper;
    private readonly string _node;
    private readonly TimeProvider _clock;

    internal RoomEntrance(
        RoomPass passes, TurnCredentials relay, INodeLeases leases, RoomKeeper keeper, RoomNode node, TimeProvider clock)
    {
        _passes = passes;
        _relay = relay;
        _leases = leases;
        _keeper = keeper;
        _node = node.Url;
        _clock = clock;
    }

    /// <summary>Finds the node that holds the room, or takes it to this one, and signs a pass for it. Whether this person may is the
    /// caller's question. Refuses with <c>coordination.unavailable</c> while nodes cannot agree on a place.</summary>
    /// <param name="seat">"practitioner-{id}" or "patient-{id}".</param>
    public async Task<(RoomDoor? Door, Refusal? Refusal)> OpenAsync(
        Guid room, string seat, RoomRights rights, CancellationToken cancellation)
    {
        var (holder, refusal) = await _leases.HoldAsync(room, _node, cancellation);
        if (holder is null)
        {
            return (null, refusal);
        }

        var pass = _passes.Issue(room, seat, rights, holder);
        return (new RoomDoor(pass, holder + HubPath, _relay.For(room, seat), _clock.GetUtcNow() + RoomPass.Lifetime, null), null);
    }

    /// <summary>Ends the room for everybody, on whichever node it is; passes given until now open it no more.</summary>
    /// <returns>A refusal while other nodes cannot be told; then the caller tries again.</returns>
    public Task<Refusal?> CloseAsync(Guid room, CancellationToken cancellation) => _keeper.CloseAsync(room, cancellation);

    /// <summary>Ends one seat, on whichever node it is; a pass given for it later than <paramref name="until"/> is good.</summary>
    /// <returns>A refusal while other nodes cannot be told; then the caller tries again.</returns>
    public Task<Refusal?> RemoveAsync(Guid room, string seat, DateTimeOffset until, CancellationToken cancellation) =>
        _keeper.RemoveAsync(new RemovedSeat(room, seat, until), cancellation);
}
