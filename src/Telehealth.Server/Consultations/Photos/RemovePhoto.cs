using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Photos;

internal static class RemovePhoto
{
    public static async Task<Outcome> Handle(
        Guid id, Guid photoId, CurrentStaff staff, TelehealthDb db, PhotoShelf shelf, CancellationToken cancellation) =>
        await ConsultationAccess.FindOwnCaseAsync(db, id, staff, cancellation) is { } consultation
            ? await shelf.RemoveAsync(consultation, photoId, cancellation)
            : ConsultationRefusals.NotFound;
}
