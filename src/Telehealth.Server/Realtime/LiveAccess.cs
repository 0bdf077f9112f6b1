using System.Diagnostics.Metrics;
using Telehealth.Rooms;

namespace Telehealth.Realtime;

/// <summary>The seats somebody may hold by a role, or by all of theirs. Consultations answers.</summary>
internal delegate Task<IReadOnlyList<HeldSeat>> FindHeldSeats(Guid practitionerId, Guid? roleId, CancellationToken cancellation);

internal sealed record HeldSeat(Guid Room, string Seat);

/// <summary>Ends what somebody who lost a right still has open, on all nodes: lines to the hub and seats in rooms. To be called right after
/// the commit; once more does no harm, and whoever came back since by a right they still have stays.</summary>
internal sealed class LiveAccess
{
    /// <summary>What browsers hear in <see cref="IClinicClient.AccessChanged"/>.</summary>
    public const string SessionEnded = "session.ended";

    public const string RoleEnded = "access.role_ended";

    private readonly FanOutLifetimeManager<ClinicHub> _lines;
    private readonly RoomOrders _orders;
    private readonly FindHeldSeats _seats;
    private readonly TimeProvider _clock;
    private readonly Counter<long> _revoked;

    public LiveAccess(
        FanOutLifetimeManager<ClinicHub> lines, RoomOrders orders, FindHeldSeats seats, TimeProvider clock, IMeterFactory meters)
    {
        (_lines, _orders, _seats, _clock) = (lines, orders, seats, clock);
        _revoked = meters.Create("Telehealth.Access").CreateCounter<long>(
            "telehealth.access.revoked", description: "Rights that were ended while they may have been in use, by what ended");
    }

    /// <summary>Everything that a role allowed, or with no role all of a person's.</summary>
    /// <param name="at">When it ended: seats taken afterwards, by another right, stay.</param>
    public async Task EndRoleAsync(
        Guid practitionerId, Guid? roleId, string code, DateTimeOffset at, CancellationToken cancellation)
    {
        await _lines.EndPersonAsync(practitionerId, roleId, code, cancellation);
        foreach (var held in await _seats(practitionerId, roleId, cancellation))
        {
            await _orders.RemoveAsync(new RemovedSeat(held.Room, held.Seat, at), cancellation);
        }

        Count(roleId is null ? "person" : "role");
    }

    public async Task EndSeatAsync(Guid room, string seat, CancellationToken cancellation)
    {
        await _orders.RemoveAsync(new RemovedSeat(room, seat, _clock.GetUtcNow()), cancellation);
        Count("seat");
    }

    private void Count(string kind) => _revoked.Add(1, new KeyValuePair<string, object?>("kind", kind));
}
