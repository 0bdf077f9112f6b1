using Microsoft.AspNetCore.Mvc;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Photos;

internal static class AddMyPhoto
{
    public static async Task<Outcome<PhotoView>> Handle(
        Stream body,
        [FromHeader(Name = "Content-Type")] string? contentType,
        [FromHeader(Name = "Content-Length")] long? contentLength,
        CurrentPatient patient,
        TelehealthDb db,
        PhotoShelf shelf,
        CancellationToken cancellation)
    {
        var consultation = await ConsultationAccess.FindMineAsync(db, patient, cancellation);
        var (photo, refusal) = await shelf.AddAsync(
            consultation,
            new Participant(SeatRole.Patient, patient.PatientId),
            body,
            contentType,
            contentLength,
            cancellation);
        return photo is null ? refusal! : photo;
    }
}
