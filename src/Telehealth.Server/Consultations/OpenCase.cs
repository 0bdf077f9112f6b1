using FluentValidation;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations;

/// <summary>A clinic doctor opens a case for the patient in the room.</summary>
internal static class OpenCase
{
    public static async Task<Outcome<ConsultationDetails>> Handle(
        Request request, CurrentStaff staff, TelehealthDb db, ConsultationReader reader, TimeProvider clock, CancellationToken cancellation)
    {
        if (await ConsultationRequest.CheckAsync(db, staff, request.PatientId, request.DepartmentId, cancellation) is { } refusal)
        {
            return refusal;
        }

        var consultation = ConsultationRequest.New(
            ConsultationKind.ClinicMediated, request.PatientId, request.DepartmentId, staff, clock.GetUtcNow());
        db.Add(consultation);
        await db.SaveChangesAsync(cancellation);
        return await reader.DetailsAsync(consultation, staff, cancellation);
    }

    public sealed record Request(Guid PatientId, Guid DepartmentId);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.PatientId).NotEmpty();
            RuleFor(request => request.DepartmentId).NotEmpty();
        }
    }
}
