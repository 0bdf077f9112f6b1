using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

internal static class ChooseMyDoctor
{
    public static async Task<Outcome<MyConsultation>> Handle(
        Request request,
        CurrentPatient patient,
        TelehealthDb db,
        PlaceChange places,
        WantedDoctor doctors,
        ConsultationReader reader,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var outcome = await places.ApplyAsync(
            async () => await ConsultationAccess.FindMineAsync(db, patient, cancellation),
            async consultation => consultation.Kind != ConsultationKind.Direct
                ? (null, ConsultationRefusals.NotDirect)
                : await doctors.CheckAsync(consultation.DepartmentId, request.PractitionerId, cancellation) is { } unknown
                    ? (null, unknown)
                    : consultation.Want(request.PractitionerId, null, clock.GetUtcNow()),
            cancellation);
        return outcome.Refusal is { } refusal ? refusal : await reader.MineAsync(outcome.Value, cancellation);
    }

    /// <param name="PractitionerId">Null waits for whoever is free first.</param>
    public sealed record Request(Guid? PractitionerId);
}
