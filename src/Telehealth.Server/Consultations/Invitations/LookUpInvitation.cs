using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Telehealth.Directory;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Invitations;

internal static class LookUpInvitation
{
    public static async Task<Outcome<InvitationPreview>> Handle(
        Request request,
        CurrentPatient? patient,
        TelehealthDb db,
        InvitationDesk desk,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var (invitation, unknown) = await desk.FindAsync(request.Secret, request.Code, cancellation);
        if (invitation is null)
        {
            return unknown!;
        }

        var now = clock.GetUtcNow();
        var isMine = invitation.StatusAt(now) == InvitationStatus.Confirmed
            && patient?.ConsultationId == invitation.ConsultationId;
        if (!isMine && !invitation.IsRepeat(request.Nonce, now) && invitation.CheckOpen(now) is { } refusal)
        {
            return refusal;
        }

        var departmentId = await db.Set<Consultation>()
            .Where(consultation => consultation.Id == invitation.ConsultationId)
            .Select(consultation => consultation.DepartmentId)
            .SingleAsync(cancellation);
        var names = await db.Set<Department>()
            .Where(department => department.Id == departmentId)
            .Join(
                db.Set<Institution>(),
                department => department.InstitutionId,
                institution => institution.Id,
                (department, institution) => new { Department = department.Name, Institution = institution.Name })
            .SingleAsync(cancellation);
        return new InvitationPreview(names.Institution, names.Department, invitation.ExpiresAt, isMine);
    }

    public sealed record Request(string? Secret = null, string? Code = null, string? Nonce = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Secret).MaximumLength(100);
            RuleFor(request => request.Code).MaximumLength(30);
            RuleFor(request => request.Nonce).Length(Invitation.ShortestNonce, Invitation.LongestNonce);
        }
    }
}
