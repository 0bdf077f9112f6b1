using Microsoft.EntityFrameworkCore;
using Telehealth.Http;
using Telehealth.Storage;

namespace Telehealth.Consultations.Photos;

internal static class GetPhoto
{
    public static async Task<IResult> Handle(
        Guid id, Guid photoId, [AsParameters] Caller caller, TelehealthDb db, PhotoFiles files, CancellationToken cancellation)
    {
        var consultation = await ConsultationAccess.FindAsync(db, id, cancellation);
        if (consultation is null || !caller.MayRead(consultation))
        {
            return (Outcome)ConsultationRefusals.NotFound;
        }

        var photo = await db.Set<Photo>().AsNoTracking()
            .SingleOrDefaultAsync(other => other.Id == photoId && other.ConsultationId == id, cancellation);
        var isTheirs = photo?.TakenFor != PhotoPurpose.Chat || caller.In(consultation) is not null;
        return photo is not null && isTheirs && files.Open(photo.ContentHash) is { } content
            ? new UploadedFile(content, photo.ContentType)
            : (Outcome)ConsultationRefusals.PhotoNotFound;
    }
}
