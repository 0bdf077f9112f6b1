using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Directory;

internal static class GetPatient
{
    public static async Task<Outcome<PatientRecord>> Handle(
        Guid id, CurrentStaff staff, TelehealthDb db, TimeProvider clock, CancellationToken cancellation)
    {
        var patient = await PatientReach.FindAsync(db, staff, id, cancellation);
        return patient is null ? DirectoryRefusals.PatientNotFound : PatientRecord.From(patient, clock.GetUtcNow());
    }
}
