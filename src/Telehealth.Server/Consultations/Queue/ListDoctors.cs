using Telehealth.Directory;
using Telehealth.Http;
using Telehealth.Identity;

namespace Telehealth.Consultations.Queue;

internal static class ListDoctors
{
    public static async Task<Outcome<DoctorToWaitFor[]>> Handle(
        Guid id, CurrentStaff staff, ConsortiumRules rules, WantedDoctor doctors, CancellationToken cancellation) =>
        await ConsultationRequest.CheckDepartmentAsync(rules, staff, id, cancellation) is { } unknown
            ? unknown
            : await doctors.ListAsync(id, cancellation);
}
