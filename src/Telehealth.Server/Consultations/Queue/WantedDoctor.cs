using Microsoft.EntityFrameworkCore;
using Telehealth.Coordination;
using Telehealth.Directory;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

/// <summary>A doctor of the department whom one may wait for. <paramref name="State"/> is null while the store of presence is away.</summary>
public sealed record DoctorToWaitFor(Guid PractitionerId, LocalizedName Name, string? Title, PresenceState? State);

/// <summary>Whom a patient may ask for by name, and whether that doctor is here.</summary>
internal sealed class WantedDoctor(TelehealthDb db, IPresenceStore presence, TimeProvider clock)
{
    public async Task<DoctorToWaitFor[]> ListAsync(Guid departmentId, CancellationToken cancellation)
    {
        var rows = await ActiveRoles.At(db, clock.GetUtcNow()).AsNoTracking()
            .Where(role => role.DepartmentId == departmentId && role.Role == StaffRole.Specialist)
            .Join(
                db.Set<Practitioner>(),
                role => role.PractitionerId,
                practitioner => practitioner.Id,
                (role, practitioner) => new { role, practitioner })
            .OrderBy(row => row.role.Id)
            .ToListAsync(cancellation);
        var (entries, refusal) = await presence.ListAsync(PresenceScope.Department(departmentId), cancellation);
        return [.. rows.Select(row => new DoctorToWaitFor(
            row.practitioner.Id,
            row.practitioner.Name,
            row.role.Title,
            refusal is null
                ? entries.FirstOrDefault(entry => entry.MemberId == row.practitioner.Id)?.State ?? PresenceState.Offline
                : null))];
    }

    public async Task<DoctorToWaitFor?> FindAsync(Guid departmentId, Guid practitionerId, CancellationToken cancellation) =>
        (await ListAsync(departmentId, cancellation)).FirstOrDefault(doctor => doctor.PractitionerId == practitionerId);

    /// <summary>Null wants anybody.</summary>
    public async Task<Refusal?> CheckAsync(Guid departmentId, Guid? practitionerId, CancellationToken cancellation) =>
        practitionerId is { } wanted && await FindAsync(departmentId, wanted, cancellation) is null
            ? ConsultationRefusals.DoctorNotFound
            : null;
}
