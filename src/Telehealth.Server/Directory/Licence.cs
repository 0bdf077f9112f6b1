using Microsoft.EntityFrameworkCore;
using Telehealth.Storage;

namespace Telehealth.Directory;

/// <summary>Whether a doctor may treat patients online in a specialty (互联网诊疗管理办法 Art. 25, 远程医疗服务管理规范).</summary>
internal static class Licence
{
    public const int YearsNeeded = 3;

    public static async Task<Refusal?> CheckAsync(
        TelehealthDb db, Guid practitionerId, Guid departmentId, DateTimeOffset now, CancellationToken cancellation)
    {
        var doctor = await db.Set<Practitioner>().AsNoTracking().SingleAsync(one => one.Id == practitionerId, cancellation);
        var specialty = await db.Set<Department>().Where(department => department.Id == departmentId)
            .Select(department => department.Specialty).SingleAsync(cancellation);
        return Check(doctor, specialty, ChinaDate.Of(now));
    }

    public static Refusal? Check(Practitioner doctor, string specialty, DateOnly today)
    {
        if (string.IsNullOrWhiteSpace(doctor.LicenceNumber))
        {
            return DirectoryRefusals.LicenceMissing;
        }

        if (doctor.IndependentSince is not { } since || YearsSince(since, today) < YearsNeeded)
        {
            return DirectoryRefusals.LicenceTooYoung;
        }

        return doctor.Scope.Count > 0 && !doctor.Scope.Contains(specialty) ? DirectoryRefusals.LicenceOutOfScope : null;
    }

    /// <summary>A year that began on 29 February is over on 1 March.</summary>
    private static int YearsSince(DateOnly since, DateOnly today)
    {
        var years = today.Year - since.Year;
        return (today.Month, today.Day).CompareTo((since.Month, since.Day)) < 0 ? years - 1 : years;
    }
}
