using Microsoft.EntityFrameworkCore;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Directory;

internal static class ListDepartments
{
    /// <summary>The departments that can be asked: those of the own institution's consortia.</summary>
    public static async Task<Outcome<DepartmentView[]>> Handle(
        CurrentStaff staff, TelehealthDb db, CancellationToken cancellation)
    {
        var rows = await Askable(db, staff.InstitutionId)
            .Join(
                db.Set<Institution>(),
                department => department.InstitutionId,
                institution => institution.Id,
                (department, institution) => new { department, institution })
            .OrderBy(row => row.department.Id)
            .ToListAsync(cancellation);
        return rows.Select(row => DepartmentView.From(row.department, row.institution)).ToArray();
    }

    /// <summary>Departments of an institution and of all that share a consortium with it.</summary>
    public static IQueryable<Department> Askable(TelehealthDb db, Guid institutionId)
    {
        var consortia = db.Set<ConsortiumMember>()
            .Where(member => member.InstitutionId == institutionId)
            .Select(member => member.ConsortiumId);
        var sites = db.Set<ConsortiumMember>()
            .Where(member => consortia.Contains(member.ConsortiumId))
            .Select(member => member.InstitutionId);
        return db.Set<Department>()
            .Where(department => department.InstitutionId == institutionId || sites.Contains(department.InstitutionId));
    }
}
