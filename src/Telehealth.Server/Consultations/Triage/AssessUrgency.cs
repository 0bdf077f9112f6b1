using FluentValidation;
using Telehealth.Consultations.Intake;
using Telehealth.Directory;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Triage;

internal static class AssessUrgency
{
    public static async Task<Outcome<Response>> Handle(
        Request request, CurrentStaff staff, TelehealthDb db, TimeProvider clock, CancellationToken cancellation)
    {
        if (await PatientReach.FindAsync(db, staff, request.PatientId, cancellation) is not { } patient)
        {
            return ConsultationRefusals.PatientNotFound;
        }

        if (request.VitalSigns.Check() is { } implausible)
        {
            return implausible;
        }

        var complaint = Complaint.Empty with { RedFlags = request.RedFlags, Symptoms = request.Symptoms ?? [] };
        var assessment = Assessment.Of(complaint, request.VitalSigns, patient.BirthDate, ChinaDate.Of(clock.GetUtcNow()));
        return new Response(assessment.Urgency, assessment.Hits);
    }

    /// <param name="Symptoms">Some measurements only alarm together with a symptom.</param>
    public sealed record Request(
        Guid PatientId, IReadOnlyList<string> RedFlags, VitalSigns VitalSigns, IReadOnlyList<string>? Symptoms = null);

    public sealed record Response(int Urgency, IReadOnlyList<RedFlagHit> Hits);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.PatientId).NotEmpty();
            RuleForEach(request => request.RedFlags)
                .Must(id => id is not null && RedFlagList.Find(id) is not null).WithErrorCode("unknown");
            RuleForEach(request => request.Symptoms)
                .Must(code => code is not null && SymptomList.IsKnown(code)).WithErrorCode("unknown");
        }
    }
}
