using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

internal static class ListDoctors
{
    public static async Task<Outcome<DoctorToWaitFor[]>> Handle(
        Guid id, CurrentStaff staff, TelehealthDb db, WantedDoctor doctors, CancellationToken cancellation) =>
        await ConsultationRequest.CheckDepartmentAsync(db, staff, id, cancellation) is { } unknown
            ? unknown
            : await doctors.ListAsync(id, cancellation);
}
