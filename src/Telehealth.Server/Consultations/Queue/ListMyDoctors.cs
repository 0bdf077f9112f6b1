using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

internal static class ListMyDoctors
{
    /// <summary>The doctors of the department with which the patient waits or is about to.</summary>
    public static async Task<Outcome<DoctorToWaitFor[]>> Handle(
        CurrentPatient patient, TelehealthDb db, WantedDoctor doctors, CancellationToken cancellation)
    {
        var consultation = await ConsultationAccess.FindMineAsync(db, patient, cancellation);
        return await doctors.ListAsync(consultation.DepartmentId, cancellation);
    }
}
