using Microsoft.EntityFrameworkCore;
using Telehealth.Consultations.Photos;
using Telehealth.Http;
using Telehealth.Storage;

namespace Telehealth.Consultations.Chat;

internal static class ReadMessages
{
    private const int MaxMessages = 200;

    public static async Task<Outcome<ChatMessageView[]>> Handle(
        Guid id, long? after, [AsParameters] Caller caller, TelehealthDb db, CancellationToken cancellation)
    {
        if (await ConsultationAccess.FindJoinedAsync(db, id, caller, cancellation) is null)
        {
            return ConsultationRefusals.NotFound;
        }

        var messages = await db.Set<ChatMessage>().AsNoTracking()
            .Where(message => message.ConsultationId == id && message.Sequence > (after ?? 0))
            .OrderBy(message => message.Sequence)
            .Take(MaxMessages)
            .ToListAsync(cancellation);
        var photoIds = messages.Select(message => message.PhotoId).OfType<Guid>().ToArray();
        var photos = await db.Set<Photo>().AsNoTracking()
            .Where(photo => photoIds.Contains(photo.Id)).ToDictionaryAsync(photo => photo.Id, cancellation);
        return messages
            .Select(message => ChatMessageView.From(message, message.PhotoId is { } photoId ? photos[photoId] : null))
            .ToArray();
    }

    /// <summary>0 before the first message.</summary>
    public static async Task<long> LastSequenceAsync(TelehealthDb db, Guid id, CancellationToken cancellation) =>
        await db.Set<ChatMessage>().Where(message => message.ConsultationId == id)
            .MaxAsync(message => (long?)message.Sequence, cancellation) ?? 0;
}
