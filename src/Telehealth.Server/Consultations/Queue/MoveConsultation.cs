using FluentValidation;
using Telehealth.Directory;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

internal static class MoveConsultation
{
    public static async Task<Outcome> Handle(
        Guid id,
        Request request,
        CurrentStaff staff,
        TelehealthDb db,
        ConsortiumRules rules,
        PlaceChange places,
        QueueDoor door,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        // Sent twice: the first click moved it, and took it out of this person's sight.
        var before = await places.LastOwnStepAsync(id, staff.PractitionerId, cancellation);
        if (before is { Kind: QueueStepKind.Moved } && before.ToDepartmentId == request.DepartmentId)
        {
            return Outcome.Done;
        }

        var outcome = await places.ApplyAsync(
            async () => await ConsultationAccess.FindAsync(db, id, cancellation) is { } found && ConsultationAccess.MayArrange(found, staff)
                ? found
                : ConsultationRefusals.NotFound,
            async consultation =>
            {
                if (await ConsultationRequest.CheckActAsync(
                    rules,
                    ConsultationRequest.ActOf(consultation.Kind),
                    consultation.RequestingInstitutionId,
                    staff,
                    request.DepartmentId,
                    cancellation) is { } refused)
                {
                    return (null, refused);
                }

                return await door.CheckAsync(request.DepartmentId, consultation.Urgency, cancellation) is { } closed
                    ? (null, closed)
                    : consultation.Move(staff.PractitionerId, request.DepartmentId, request.Reason.Trim(), clock.GetUtcNow());
            },
            cancellation);
        return outcome.Refusal;
    }

    /// <param name="Reason">The patient reads it.</param>
    public sealed record Request(Guid DepartmentId, string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.DepartmentId).NotEmpty();
            RuleFor(request => request.Reason).NotEmpty().MaximumLength(QueueStep.MaxReasonLength);
        }
    }
}
