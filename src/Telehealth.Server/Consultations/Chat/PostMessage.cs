using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Telehealth.Consultations.Photos;
using Telehealth.Directory;
using Telehealth.Http;
using Telehealth.Storage;
using Telehealth.Telemetry.History;

namespace Telehealth.Consultations.Chat;

internal static class PostMessage
{
    /// <summary>As many people can write at the same moment without one of them being refused.</summary>
    private const int MaxTries = 30;

    public static async Task<Outcome<ChatMessageView>> Handle(
        Guid id,
        Request request,
        [AsParameters] Caller caller,
        TelehealthDb db,
        HistoryLog history,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var outcome = await PostAsync(id, request, caller, db, clock, cancellation);
        if (outcome.Refusal is null)
        {
            var stored = outcome.Value;
            history.Write(new HistoryFact(HistoryKind.ChatAcked)
            {
                Subject = id,
                Sequence = stored.Sequence,
                Key = ChatMessage.KeyOf(stored.SenderSeat, stored.ClientMessageId),
            });
        }

        return outcome;
    }

    private static async Task<Outcome<ChatMessageView>> PostAsync(
        Guid id, Request request, Caller caller, TelehealthDb db, TimeProvider clock, CancellationToken cancellation)
    {
        if (await ConsultationAccess.FindJoinedAsync(db, id, caller, cancellation) is not { } joined)
        {
            return ConsultationRefusals.NotFound;
        }

        var seat = joined.Participant.Seat;
        if (await FindAsync(db, id, seat, request.ClientMessageId, cancellation) is { } posted)
        {
            return posted;
        }

        var photo = request.PhotoId is null
            ? null
            : await db.Set<Photo>().AsNoTracking()
                .SingleOrDefaultAsync(other => other.Id == request.PhotoId && other.ConsultationId == id, cancellation);
        var name = await ConsultationSeats.NameAsync(db, joined.Participant, cancellation);
        if (Check(request, joined.Consultation, photo) is { } refusal)
        {
            return refusal;
        }

        for (var tries = 1; ; tries++)
        {
            db.ChangeTracker.Clear();
            try
            {
                return ChatMessageView.From(await StoreAsync(db, id, request, seat, name, clock, cancellation), photo);
            }
            catch (DbUpdateException) when (tries < MaxTries)
            {
                // Somebody else took the number, or the same message arrived twice side by side.
                db.ChangeTracker.Clear();
                if (await FindAsync(db, id, seat, request.ClientMessageId, cancellation) is { } twin)
                {
                    return twin;
                }
            }
        }
    }

    private static Refusal? Check(Request request, Consultation consultation, Photo? photo) =>
        consultation.Status != ConsultationStatus.InProgress ? ConsultationRefusals.NotInProgress
        : request.Text.Length > ChatMessage.MaxTextLength ? ConsultationRefusals.ChatTooLong
        : request.PhotoId is not null && photo is null ? ConsultationRefusals.PhotoNotFound
        : photo is null && string.IsNullOrWhiteSpace(request.Text) ? ConsultationRefusals.ChatEmpty
        : null;

    private static async Task<ChatMessage> StoreAsync(
        TelehealthDb db,
        Guid id,
        Request request,
        string seat,
        LocalizedName name,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var message = new ChatMessage
        {
            Id = Guid.CreateVersion7(now),
            ConsultationId = id,
            Sequence = await ReadMessages.LastSequenceAsync(db, id, cancellation) + 1,
            SenderSeat = seat,
            ClientMessageId = request.ClientMessageId,
            SenderName = name,
            Text = request.Text,
            PhotoId = request.PhotoId,
            SentAt = now,
        };
        message.RecordPosted();
        db.Add(message);
        await db.SaveChangesAsync(cancellation);
        return message;
    }

    private static async Task<ChatMessageView?> FindAsync(
        TelehealthDb db, Guid id, string seat, string clientMessageId, CancellationToken cancellation)
    {
        var message = await db.Set<ChatMessage>().AsNoTracking().SingleOrDefaultAsync(
            other => other.ConsultationId == id && other.SenderSeat == seat && other.ClientMessageId == clientMessageId,
            cancellation);
        if (message is null)
        {
            return null;
        }

        var photo = message.PhotoId is null
            ? null
            : await db.Set<Photo>().AsNoTracking().SingleAsync(other => other.Id == message.PhotoId, cancellation);
        return ChatMessageView.From(message, photo);
    }

    public sealed record Request(string ClientMessageId, string Text, Guid? PhotoId = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.ClientMessageId).NotEmpty().MaximumLength(64);
    }
}
