using FluentValidation;
using Microsoft.EntityFrameworkCore;
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
        InvitationDesk desk,
        PublicOrigin origin,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        if (await ConsultationRequest.CheckAsync(db, staff, request.PatientId, request.DepartmentId, cancellation) is { } refusal)
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

        return await desk.IssueAsync(consultation, origin.Value, cancellation);
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
