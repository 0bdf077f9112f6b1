using Microsoft.EntityFrameworkCore;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Directory;

public sealed record Colleague(Guid PractitionerId, LocalizedName Name, string? Title);

internal static class ListColleagues
{
    /// <summary>Who works as a specialist at a department that can be asked, nobody at any other; presence events carry only ids, their names are read here.</summary>
    public static async Task<Outcome<Colleague[]>> Handle(
        Guid id, CurrentStaff staff, TelehealthDb db, ConsortiumRules rules, TimeProvider clock, CancellationToken cancellation)
    {
        var askable = (await rules.AskableAsync(staff.InstitutionId, cancellation)).Select(department => department.Id);
        var rows = await ActiveRoles.At(db, clock.GetUtcNow())
            .Where(role => role.DepartmentId == id && askable.Contains(id) && role.Role == StaffRole.Specialist)
            .Join(
                db.Set<Practitioner>(),
                role => role.PractitionerId,
                practitioner => practitioner.Id,
                (role, practitioner) => new { role, practitioner })
            .OrderBy(row => row.role.Id)
            .ToListAsync(cancellation);
        return rows.Select(row => new Colleague(row.practitioner.Id, row.practitioner.Name, row.role.Title)).ToArray();
    }
}
