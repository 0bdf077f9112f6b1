using Microsoft.EntityFrameworkCore;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Directory;

public sealed record RoleAtSite(
    Guid Id,
    StaffRole Role,
    Guid InstitutionId,
    LocalizedName Institution,
    Guid? DepartmentId,
    LocalizedName? Department,
    string? Title);

public sealed record SessionView(
    Guid PractitionerId, LocalizedName Name, IReadOnlyList<RoleAtSite> Roles, Guid ActiveRoleId)
{
    internal static async Task<SessionView> ReadAsync(TelehealthDb db, CurrentStaff staff, CancellationToken cancellation)
    {
        var practitioner = await db.Set<Practitioner>()
            .SingleAsync(practitioner => practitioner.Id == staff.PractitionerId, cancellation);
        var rows = await (
            from role in db.Set<PractitionerRole>()
            where role.PractitionerId == staff.PractitionerId
            join institution in db.Set<Institution>() on role.InstitutionId equals institution.Id
            join department in db.Set<Department>() on role.DepartmentId equals department.Id into departments
            from department in departments.DefaultIfEmpty()
            orderby role.Id
            select new { role, institution, department }).ToListAsync(cancellation);
        var roles = rows.ConvertAll(row => new RoleAtSite(
            row.role.Id,
            row.role.Role,
            row.role.InstitutionId,
            row.institution.Name,
            row.role.DepartmentId,
            row.department?.Name,
            row.role.Title));
        return new SessionView(practitioner.Id, practitioner.Name, roles, staff.RoleId);
    }
}
