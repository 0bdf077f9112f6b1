using Microsoft.AspNetCore.Mvc;
using Telehealth.Http;
using Telehealth.Storage;

namespace Telehealth.Consultations.Photos;

internal static class AddPhoto
{
    public static async Task<Outcome<PhotoView>> Handle(
        Guid id,
        Stream body,
        [FromHeader(Name = "Content-Type")] string? contentType,
        [FromHeader(Name = "Content-Length")] long? contentLength,
        [AsParameters] Caller caller,
        TelehealthDb db,
        PhotoShelf shelf,
        CancellationToken cancellation)
    {
        if (await ConsultationAccess.FindJoinedAsync(db, id, caller, cancellation) is not { } joined)
        {
            return ConsultationRefusals.NotFound;
        }

        var (photo, refusal) = await shelf.AddAsync(
            joined.Consultation, joined.Participant, body, contentType, contentLength, cancellation);
        return photo is null ? refusal! : photo;
    }
}
