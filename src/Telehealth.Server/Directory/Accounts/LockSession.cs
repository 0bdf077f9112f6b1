using Microsoft.EntityFrameworkCore;
using Telehealth.Audit;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Realtime;
using Telehealth.Storage;

namespace Telehealth.Directory.Accounts;

/// <summary>Whoever sat at the computer went away: until they are back, this session reads and writes nothing.</summary>
internal static class LockSession
{
    public static async Task<Outcome> Handle(
        CurrentStaff staff, TelehealthDb db, SessionChecks checks, LiveSessions live, AuditTrail trail, TimeProvider clock,
        CancellationToken cancellation)
    {
        trail.Add(new AuditEntry("lock-session", AuditOutcome.Done, new AuditWhat("session", staff.SessionId)));
        await SetAsync(staff, db, checks, clock.GetUtcNow(), cancellation);
        await live.EndAsync(staff.SessionId, cancellation);
        return Outcome.Done;
    }

    /// <summary>As for a step-up, of the session's own holder.</summary>
    public static async Task<Outcome> Unlock(
        Proof proof, CurrentStaff staff, Proofs proofs, TelehealthDb db, SessionChecks checks, AuditTrail trail,
        CancellationToken cancellation)
    {
        if ((await proofs.CheckAsync(staff, proof, cancellation)).Refusal is { } refusal)
        {
            trail.Add(new AuditEntry("unlock-session", AuditOutcome.Refused, new AuditWhat("session", staff.SessionId), Code: refusal.Code));
            await trail.SaveAsync(CancellationToken.None);
            return refusal;
        }

        trail.Add(new AuditEntry("unlock-session", AuditOutcome.Done, new AuditWhat("session", staff.SessionId)));
        await SetAsync(staff, db, checks, null, cancellation);
        return Outcome.Done;
    }

    private static async Task SetAsync(
        CurrentStaff staff, TelehealthDb db, SessionChecks checks, DateTimeOffset? lockedAt, CancellationToken cancellation)
    {
        var session = await db.Set<StaffSession>().SingleAsync(session => session.Id == staff.SessionId, cancellation);
        session.LockedAt = lockedAt is null ? null : session.LockedAt ?? lockedAt;
        await db.SaveChangesAsync(cancellation);
        checks.Forget(staff.SessionId);
    }
}
