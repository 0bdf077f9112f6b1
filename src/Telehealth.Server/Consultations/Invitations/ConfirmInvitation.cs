using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Telehealth.Directory;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Invitations;

/// <summary>The patient says who they are; from then on this browser's cookie is the way in, and the link is used up.</summary>
internal static class ConfirmInvitation
{
    public static async Task<Outcome<MyConsultation>> Handle(
        Request request,
        CurrentPatient? patient,
        TelehealthDb db,
        InvitationDesk desk,
        PatientSessions sessions,
        ConsultationReader reader,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var (invitation, unknown) = await desk.FindAsync(request.Secret, request.Code, cancellation);
        if (invitation is null)
        {
            return unknown!;
        }

        var consultation = (await ConsultationAccess.FindAsync(db, invitation.ConsultationId, cancellation))!;
        if (invitation.StatusAt(clock.GetUtcNow()) == InvitationStatus.Confirmed && patient?.ConsultationId == consultation.Id)
        {
            return await reader.MineAsync(consultation, cancellation);
        }

        if (invitation.IsRepeat(request.Nonce, clock.GetUtcNow()))
        {
            // Who the patient is was asked the first time; the answer with the cookie was lost.
            await sessions.SignIn(consultation.PatientId, consultation.Id);
            return await reader.MineAsync(consultation, cancellation);
        }

        if (await TryAsync(db, invitation, consultation, request, clock, cancellation) is { } refusal)
        {
            return refusal;
        }

        await sessions.SignIn(consultation.PatientId, consultation.Id);
        return await reader.MineAsync(consultation, cancellation);
    }

    /// <summary>Every try is counted before its answer is looked at, so that tries sent side by side are counted too.</summary>
    private static async Task<Refusal?> TryAsync(
        TelehealthDb db,
        Invitation invitation,
        Consultation consultation,
        Request request,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (invitation.CheckOpen(now) is { } refusal)
        {
            return refusal;
        }

        var open = db.Set<Invitation>()
            .Where(other => other.Id == invitation.Id && other.ConfirmedAt == null && other.ReplacedAt == null);
        var counted = await open.Where(other => other.Attempts < Invitation.MaxAttempts).ExecuteUpdateAsync(
            set => set.SetProperty(other => other.Attempts, other => other.Attempts + 1), cancellation);
        await db.Entry(invitation).ReloadAsync(cancellation);
        if (counted == 0)
        {
            return invitation.CheckOpen(now) ?? ConsultationRefusals.InvitationLocked;
        }

        var patient = await db.Set<Patient>().AsNoTracking()
            .SingleAsync(other => other.Id == consultation.PatientId, cancellation);
        if (!PatientName.IsSame(patient.Name, request.Name) || patient.BirthDate.Year != request.BirthYear)
        {
            return ConsultationRefusals.IdentityMismatch(Invitation.MaxAttempts - invitation.Attempts);
        }

        var nonceHash = request.Nonce is { } nonce ? InvitationSecrets.HashSecret(nonce) : null;
        var confirmed = await open.ExecuteUpdateAsync(
            set => set.SetProperty(other => other.ConfirmedAt, now).SetProperty(other => other.ConfirmNonceHash, nonceHash),
            cancellation);
        if (confirmed == 0)
        {
            return ConsultationRefusals.InvitationUsed;
        }

        invitation.RecordConfirmed();
        await db.SaveChangesAsync(cancellation);
        return null;
    }

    public sealed record Request(string Name, int BirthYear, string? Secret = null, string? Code = null, string? Nonce = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Secret).MaximumLength(100);
            RuleFor(request => request.Code).MaximumLength(30);
            RuleFor(request => request.Nonce).Length(Invitation.ShortestNonce, Invitation.LongestNonce);
            RuleFor(request => request.Name).NotEmpty().MaximumLength(80);
            RuleFor(request => request.BirthYear).InclusiveBetween(1880, 2200);
        }
    }
}
