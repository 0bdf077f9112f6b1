using FluentValidation;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Notes;

internal static class SaveNote
{
    public static Task<Outcome<Response>> Handle(
        Guid id, Request request, CurrentStaff staff, TelehealthDb db, TimeProvider clock, CancellationToken cancellation) =>
        StoredChange.ApplyAsync<Response>(db, async () =>
        {
            var consultation = await ConsultationAccess.FindTreatedAsync(db, id, staff, cancellation);
            if (consultation is null)
            {
                return ConsultationRefusals.NotFound;
            }

            var now = clock.GetUtcNow();
            if (consultation.SaveNote(request.Text, request.Version, now) is { } refusal)
            {
                return refusal;
            }

            await db.SaveChangesAsync(cancellation);
            return new Response(now);
        });

    /// <param name="Version">The one that this draft is to become: 1, or for an amendment one more than was signed last.</param>
    public sealed record Request(NoteText Text, int Version);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Text).SetValidator(new NoteTextValidator());
            RuleFor(request => request.Version).GreaterThan(0);
        }
    }

    public sealed record Response(DateTimeOffset SavedAt);
}
