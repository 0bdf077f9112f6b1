using Microsoft.EntityFrameworkCore;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Directory;

internal static class ListDepartments
{
    /// <summary>The departments that can be asked: the own institution's and those that its consortia and agreements open.</summary>
    public static async Task<Outcome<DepartmentView[]>> Handle(
        CurrentStaff staff, TelehealthDb db, ConsortiumRules rules, CancellationToken cancellation)
    {
        var askable = await rules.AskableAsync(staff.InstitutionId, cancellation);
        var rows = await askable
            .Join(
                db.Set<Institution>(),
                department => department.InstitutionId,
                institution => institution.Id,
                (department, institution) => new { department, institution })
            .OrderBy(row => row.department.Id)
            .ToListAsync(cancellation);
        return rows.Select(row => DepartmentView.From(row.department, row.institution)).ToArray();
    }
}
