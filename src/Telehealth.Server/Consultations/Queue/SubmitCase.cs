using FluentValidation;
using Telehealth.Consultations.Intake;
using Telehealth.Consultations.Triage;
using Telehealth.Directory;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

internal static class SubmitCase
{
    public static async Task<Outcome<ConsultationDetails>> Handle(
        Guid id,
        Request request,
        CurrentStaff staff,
        TelehealthDb db,
        ConsortiumRules rules,
        ConsultationReader reader,
        QueueSync sync,
        QueueDoor door,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var outcome = await StoredChange.ApplyAsync<Consultation>(db, async () =>
        {
            var consultation = await ConsultationAccess.FindOwnCaseAsync(db, id, staff, cancellation);
            if (consultation is null)
            {
                return ConsultationRefusals.NotFound;
            }

            if (await ConsultationRequest.CheckActAsync(
                rules, ConsortiumAct.Consult, staff.InstitutionId, staff, request.DepartmentId, cancellation) is { } unknown)
            {
                return unknown;
            }

            var now = clock.GetUtcNow();
            var keepsPlace = consultation.DepartmentId == request.DepartmentId && consultation.KeepsPlaceAt(now);
            if (!keepsPlace && await door.CheckAsync(request.DepartmentId, request.Urgency, cancellation) is { } closed)
            {
                return closed;
            }

            var birthDate = await SaveComplaint.BirthDateAsync(db, consultation.PatientId, cancellation);
            if (consultation.Submit(request.DepartmentId, request.Urgency, birthDate, now) is { } refused)
            {
                return refused;
            }

            // The clinic doctor interprets.
            consultation.Suit(await QueuePlaces.PreviousDoctorAsync(db, consultation, cancellation), null);
            return await OpenPlace.SaveAsync(db, consultation, cancellation)
                ?? (Outcome<Consultation>)consultation;
        });
        if (outcome.Refusal is { } refusal)
        {
            return refusal;
        }

        await sync.ApplyAsync(id, outcome.Value.DepartmentId, cancellation);
        return await reader.DetailsAsync(outcome.Value, staff, cancellation);
    }

    public sealed record Request(Guid DepartmentId, int Urgency);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.DepartmentId).NotEmpty();
            RuleFor(request => request.Urgency).InclusiveBetween(1, Assessment.LeastUrgent);
        }
    }
}
