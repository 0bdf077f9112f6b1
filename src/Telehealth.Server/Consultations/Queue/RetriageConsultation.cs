using FluentValidation;
using Telehealth.Consultations.Intake;
using Telehealth.Consultations.Triage;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

internal static class RetriageConsultation
{
    public static async Task<Outcome> Handle(
        Guid id,
        Request request,
        CurrentStaff staff,
        TelehealthDb db,
        PlaceChange places,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var outcome = await places.ApplyAsync(
            async () => await ConsultationAccess.FindAsync(db, id, cancellation) is { } found && ConsultationAccess.MayArrange(found, staff)
                ? found
                : ConsultationRefusals.NotFound,
            async consultation => consultation.Retriage(
                staff.PractitionerId,
                request.Urgency,
                request.Reason.Trim(),
                await SaveComplaint.BirthDateAsync(db, consultation.PatientId, cancellation),
                clock.GetUtcNow()),
            cancellation);
        return outcome.Refusal;
    }

    public sealed record Request(int Urgency, string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Urgency).InclusiveBetween(1, Assessment.LeastUrgent);
            RuleFor(request => request.Reason).NotEmpty().MaximumLength(QueueStep.MaxReasonLength);
        }
    }
}
