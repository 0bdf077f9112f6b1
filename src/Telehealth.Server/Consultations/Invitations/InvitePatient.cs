using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Telehealth.Consultations.Queue;
using Telehealth.Directory;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Invitations;

/// <summary>Invites a patient at home. Inviting again while nothing was answered renews the link of the same consultation.</summary>
internal static class InvitePatient
{
    public static async Task<Outcome<InvitationView>> Handle(
        Request request,
        CurrentStaff staff,
        TelehealthDb db,
        ConsortiumRules rules,
        WantedDoctor doctors,
        InvitationDesk desk,
        PublicOrigin origin,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        if ((await ConsultationRequest.CheckAsync(
                db, rules, staff, request.PatientId, request.DepartmentId, ConsortiumAct.Refer, cancellation)
            ?? await doctors.CheckAsync(request.DepartmentId, request.PractitionerId, cancellation)) is { } refusal)
        {
            return refusal;
        }

        var consultation = await db.Set<Consultation>().FirstOrDefaultAsync(
            other => other.PatientId == request.PatientId
                && other.DepartmentId == request.DepartmentId
                && other.Kind == ConsultationKind.Direct
                && other.Status == ConsultationStatus.Planned
                && other.RequestedByPractitionerId == staff.PractitionerId,
            cancellation);
        if (consultation is null)
        {
            consultation = ConsultationRequest.New(
                ConsultationKind.Direct, request.PatientId, request.DepartmentId, staff, clock.GetUtcNow());
            db.Add(consultation);
        }

        if (request.PractitionerId is { } wanted
            && consultation.Want(wanted, staff.PractitionerId, clock.GetUtcNow()).Step is { } named)
        {
            db.Add(named);
        }

        return await desk.IssueAsync(consultation, origin.Value, cancellation);
    }

    /// <param name="PractitionerId">The doctor who is asked by name; the patient may choose another. Null leaves it as it is.</param>
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
