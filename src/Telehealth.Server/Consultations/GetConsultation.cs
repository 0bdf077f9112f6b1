using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations;

internal static class GetConsultation
{
    public static async Task<Outcome<ConsultationDetails>> Handle(
        Guid id, CurrentStaff staff, TelehealthDb db, ConsultationReader reader, CancellationToken cancellation) =>
        await ConsultationAccess.FindReadableAsync(db, id, staff, cancellation) is { } consultation
            ? await reader.DetailsAsync(consultation, staff, cancellation)
            : ConsultationRefusals.NotFound;
}
