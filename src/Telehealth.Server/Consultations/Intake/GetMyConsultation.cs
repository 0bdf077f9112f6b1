using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Intake;

internal static class GetMyConsultation
{
    public static async Task<Outcome<MyConsultation>> Handle(
        CurrentPatient patient, TelehealthDb db, ConsultationReader reader, CancellationToken cancellation) =>
        await reader.MineAsync(await ConsultationAccess.FindMineAsync(db, patient, cancellation), cancellation);
}
