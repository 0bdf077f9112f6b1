using Microsoft.EntityFrameworkCore;
using Telehealth.Storage;

namespace Telehealth.Consultations.Invitations;

/// <summary>Issues invitations and finds them again by what a visitor holds.</summary>
internal sealed class InvitationDesk(TelehealthDb db, InvitationSecrets secrets, TimeProvider clock)
{
    private const int MaxTries = 5;

    /// <summary>Adds a new invitation that replaces every earlier one of the consultation; a code that is already given out is drawn again.</summary>
    public async Task<InvitationView> IssueAsync(Consultation consultation, string origin, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var earlier = await db.Set<Invitation>()
            .Where(invitation => invitation.ConsultationId == consultation.Id && invitation.ReplacedAt == null)
            .ToListAsync(cancellation);
        earlier.ForEach(invitation => invitation.Replace(now));
        var secret = InvitationSecrets.NewSecret();
        for (var tries = 1; ; tries++)
        {
            var code = InvitationSecrets.NewCode();
            var invitation = new Invitation
            {
                Id = Guid.CreateVersion7(now),
                ConsultationId = consultation.Id,
                SecretHash = InvitationSecrets.HashSecret(secret),
                CodeHash = (await secrets.HashCodeAsync(code, cancellation))!,
                CreatedAt = now,
                ExpiresAt = now + Invitation.LinkLifetime,
            };
            db.Add(invitation);
            consultation.RecordChanged();
            try
            {
                await db.SaveChangesAsync(cancellation);
                return InvitationView.From(invitation, consultation.PatientId, secret, code, origin, now);
            }
            catch (DbUpdateException exception) when (exception is not DbUpdateConcurrencyException && tries < MaxTries)
            {
                db.Entry(invitation).State = EntityState.Detached;
            }
        }
    }

    /// <summary>By link or by code; a code is good for a shorter time than its link.</summary>
    public async Task<(Invitation? Invitation, Refusal? Refusal)> FindAsync(
        string? secret, string? code, CancellationToken cancellation)
    {
        if (!string.IsNullOrEmpty(secret))
        {
            var secretHash = InvitationSecrets.HashSecret(secret);
            var linked = await db.Set<Invitation>()
                .SingleOrDefaultAsync(invitation => invitation.SecretHash == secretHash, cancellation);
            return linked is null ? (null, ConsultationRefusals.InvitationUnknown) : (linked, null);
        }

        var codeHash = string.IsNullOrEmpty(code) ? null : await secrets.HashCodeAsync(code, cancellation);
        var spoken = codeHash is null
            ? null
            : await db.Set<Invitation>().SingleOrDefaultAsync(invitation => invitation.CodeHash == codeHash, cancellation);
        if (spoken is null)
        {
            return (null, ConsultationRefusals.InvitationUnknown);
        }

        var now = clock.GetUtcNow();
        return spoken.StatusAt(now) == InvitationStatus.Open && spoken.IsCodeExpired(now)
            ? (null, ConsultationRefusals.InvitationExpired)
            : (spoken, null);
    }
}
