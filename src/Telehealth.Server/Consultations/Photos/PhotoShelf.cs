using Microsoft.EntityFrameworkCore;
using Telehealth.Consultations.Chat;
using Telehealth.Storage;

namespace Telehealth.Consultations.Photos;

/// <summary>Puts photos to a consultation and takes them away again.</summary>
internal sealed class PhotoShelf(TelehealthDb db, PhotoFiles files, TimeProvider clock)
{
    /// <summary>While people talk a photo belongs to the chat, before that to the complaint.</summary>
    public async Task<(PhotoView? Photo, Refusal? Refusal)> AddAsync(
        Consultation consultation,
        Participant participant,
        Stream body,
        string? contentType,
        long? contentLength,
        CancellationToken cancellation)
    {
        if (!consultation.IsOpen)
        {
            return (null, ConsultationRefusals.Closed);
        }

        var purpose = consultation.Status == ConsultationStatus.InProgress ? PhotoPurpose.Chat : PhotoPurpose.Intake;
        var count = await db.Set<Photo>().CountAsync(
            photo => photo.ConsultationId == consultation.Id && photo.TakenFor == purpose, cancellation);
        if (count >= Photo.MaxCount)
        {
            return (null, ConsultationRefusals.PhotoTooMany);
        }

        var (received, refusal) = await ReceivedPhoto.ReadAsync(body, contentType, contentLength, cancellation);
        if (received is null)
        {
            return (null, refusal);
        }

        await files.WriteAsync(received.ContentHash, received.Image.Content, cancellation);
        var now = clock.GetUtcNow();
        var photo = new Photo
        {
            Id = Guid.CreateVersion7(now),
            ConsultationId = consultation.Id,
            TakenFor = purpose,
            ContentType = received.Image.ContentType,
            Width = received.Image.Width,
            Height = received.Image.Height,
            Bytes = received.Image.Content.Length,
            ContentHash = received.ContentHash,
            UploadedBySeat = participant.Seat,
            UploadedAt = now,
        };
        db.Add(photo);
        consultation.RecordChanged();
        await db.SaveChangesAsync(cancellation);
        return (photo.View(), null);
    }

    /// <summary>Before the doctor looks at it; afterwards it is part of the record, even while a patient who was handed back waits again.</summary>
    public async Task<Refusal?> RemoveAsync(Consultation consultation, Guid photoId, CancellationToken cancellation)
    {
        var photo = await db.Set<Photo>().SingleOrDefaultAsync(
            other => other.Id == photoId && other.ConsultationId == consultation.Id, cancellation);
        if (photo is null)
        {
            return ConsultationRefusals.PhotoNotFound;
        }

        if (consultation.Status is not (ConsultationStatus.Planned or ConsultationStatus.Waiting)
            || photo.TakenFor == PhotoPurpose.Chat
            || await db.Set<ChatMessage>().AnyAsync(message => message.PhotoId == photo.Id, cancellation))
        {
            return ConsultationRefusals.Closed;
        }

        db.Remove(photo);
        consultation.RecordChanged();
        await db.SaveChangesAsync(cancellation);
        if (!await db.Set<Photo>().AnyAsync(other => other.ContentHash == photo.ContentHash, cancellation))
        {
            files.Delete(photo.ContentHash);
        }

        return null;
    }
}
