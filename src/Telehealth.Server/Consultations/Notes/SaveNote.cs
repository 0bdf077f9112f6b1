using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Notes;

internal static class SaveNote
{
    public static Task<Outcome<Response>> Handle(
        Guid id, NoteText note, CurrentStaff staff, TelehealthDb db, TimeProvider clock, CancellationToken cancellation) =>
        StoredChange.ApplyAsync<Response>(db, async () =>
        {
            var consultation = await ConsultationAccess.FindTreatedAsync(db, id, staff, cancellation);
            if (consultation is null)
            {
                return ConsultationRefusals.NotFound;
            }

            var now = clock.GetUtcNow();
            if (consultation.SaveNote(note, now) is { } refusal)
            {
                return refusal;
            }

            await db.SaveChangesAsync(cancellation);
            return new Response(now);
        });

    public sealed record Response(DateTimeOffset SavedAt);
}
