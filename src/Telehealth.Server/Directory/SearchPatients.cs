using Microsoft.EntityFrameworkCore;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Directory;

internal static class SearchPatients
{
    private const int Maximum = 50;

    public static async Task<Outcome<PatientListItem[]>> Handle(
        string? query, CurrentStaff staff, TelehealthDb db, TimeProvider clock, CancellationToken cancellation)
    {
        var reach = await PatientReach.InstitutionsAsync(db, staff.InstitutionId, cancellation);
        var patients = db.Set<Patient>().AsNoTracking().Where(patient => reach.Contains(patient.InstitutionId));
        if (!string.IsNullOrWhiteSpace(query))
        {
            var words = query.Trim();
            patients = patients.Where(patient => patient.Name.Contains(words) || patient.Village.Contains(words));
        }

        var found = await patients
            .OrderBy(patient => patient.Name).ThenBy(patient => patient.Id)
            .Take(Maximum)
            .ToListAsync(cancellation);
        var now = clock.GetUtcNow();
        return found.Select(patient => PatientListItem.From(patient, now)).ToArray();
    }
}
