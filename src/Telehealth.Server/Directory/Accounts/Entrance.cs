using Microsoft.EntityFrameworkCore;
using Telehealth.Audit;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Realtime;
using Telehealth.Storage;

namespace Telehealth.Directory.Accounts;

/// <summary>Opens the session of somebody who has shown who they are, by whatever means.</summary>
internal sealed class Entrance(TelehealthDb db, StaffSessions sessions, LiveSessions live, AuditTrail trail)
{
    public async Task<Outcome<SessionView>> OpenAsync(
        Account account, SignInMethod method, bool isSharedComputer, CancellationToken cancellation)
    {
        var role = await db.Set<PractitionerRole>()
            .Where(role => role.PractitionerId == account.PractitionerId)
            .OrderBy(role => role.Id)
            .FirstOrDefaultAsync(cancellation);
        if (role is null)
        {
            return IdentityRefusals.WrongCredentials;
        }

        trail.Add(new AuditEntry("sign-in", AuditOutcome.Done, new AuditWhat("account", account.Id)) { By = AuditWho.Of(role.AsCurrent()) });
        if (await sessions.SignInAsync(role.AsCurrent(), account, method, isSharedComputer, cancellation) is { } replaced)
        {
            await live.EndAsync(replaced, cancellation);
        }

        return await SessionView.ReadAsync(db, role.AsCurrent(), cancellation);
    }

    /// <summary>Writes down who could not be let in; best done before the answer, but nobody is let in for want of it.</summary>
    public async Task<Refusal> RefuseAsync(Guid? accountId, Refusal refusal)
    {
        trail.Add(new AuditEntry("sign-in", AuditOutcome.Refused, new AuditWhat("account", accountId), Code: refusal.Code));
        await trail.SaveAsync(CancellationToken.None);
        return refusal;
    }
}
