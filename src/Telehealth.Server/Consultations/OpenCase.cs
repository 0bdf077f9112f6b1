using FluentValidation;
using Telehealth.Consultations.Queue;
using Telehealth.Directory;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations;

/// <summary>A clinic doctor opens a case for the patient in the room.</summary>
internal static class OpenCase
{
    public static async Task<Outcome<ConsultationDetails>> Handle(
        Request request,
        CurrentStaff staff,
        TelehealthDb db,
        ConsortiumRules rules,
        WantedDoctor doctors,
        ConsultationReader reader,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        if ((await ConsultationRequest.CheckAsync(
                db, rules, staff, request.PatientId, request.DepartmentId, ConsortiumAct.Consult, cancellation)
            ?? await doctors.CheckAsync(request.DepartmentId, request.PractitionerId, cancellation)) is { } refusal)
        {
            return refusal;
        }

        var consultation = ConsultationRequest.New(
            ConsultationKind.ClinicMediated, request.PatientId, request.DepartmentId, staff, clock.GetUtcNow());
        db.Add(consultation);
        if (consultation.Want(request.PractitionerId, staff.PractitionerId, clock.GetUtcNow()).Step is { } named)
        {
            db.Add(named);
        }

        await db.SaveChangesAsync(cancellation);
        return await reader.DetailsAsync(consultation, staff, cancellation);
    }

    /// <param name="PractitionerId">The doctor who is asked by name; null asks whoever of the department is free first.</param>
    public sealed record Request(Guid PatientId, Guid DepartmentId, Guid? PractitionerId = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.PatientId).NotEmpty();
            RuleFor(request => request.DepartmentId).NotEmpty();
        }
    }
}
