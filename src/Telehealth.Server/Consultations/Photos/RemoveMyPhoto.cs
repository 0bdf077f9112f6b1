using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Photos;

internal static class RemoveMyPhoto
{
    public static async Task<Outcome> Handle(
        Guid photoId, CurrentPatient patient, TelehealthDb db, PhotoShelf shelf, CancellationToken cancellation)
    {
        var consultation = await ConsultationAccess.FindMineAsync(db, patient, cancellation);
        return consultation.Kind == ConsultationKind.Direct
            ? await shelf.RemoveAsync(consultation, photoId, cancellation)
            : ConsultationRefusals.NotDirect;
    }
}
