using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

internal static class ChooseDoctor
{
    /// <summary>For a clinic doctor's case, or by the department that has the patient waiting.</summary>
    public static async Task<Outcome<ConsultationDetails>> Handle(
        Guid id,
        Request request,
        CurrentStaff staff,
        TelehealthDb db,
        PlaceChange places,
        WantedDoctor doctors,
        ConsultationReader reader,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var outcome = await places.ApplyAsync(
            async () => await ConsultationAccess.FindAsync(db, id, cancellation) is { } found && ConsultationAccess.MayArrange(found, staff)
                ? found
                : ConsultationRefusals.NotFound,
            async consultation => await doctors.CheckAsync(consultation.DepartmentId, request.PractitionerId, cancellation) is { } unknown
                ? (null, unknown)
                : consultation.Want(request.PractitionerId, staff.PractitionerId, clock.GetUtcNow()),
            cancellation);
        return outcome.Refusal is { } refusal ? refusal : await reader.DetailsAsync(outcome.Value, staff, cancellation);
    }

    /// <param name="PractitionerId">Null waits for whoever is free first.</param>
    public sealed record Request(Guid? PractitionerId);
}
