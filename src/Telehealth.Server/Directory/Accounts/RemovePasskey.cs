using Telehealth.Audit;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Directory.Accounts;

internal static class RemovePasskey
{
    public static async Task<Outcome> Handle(
        string id, CurrentStaff staff, Proofs proofs, Passkeys passkeys, Authenticators authenticators, OpenSessions sessions,
        AuditTrail trail, TelehealthDb db, CancellationToken cancellation)
    {
        var account = await proofs.AccountOfAsync(staff, cancellation);
        var isLast = (await passkeys.OfAsync(account)).Count == 1 && !await authenticators.HasAsync(account.Id, cancellation);
        if (isLast && account.SecondFactor == SecondFactor.Required)
        {
            return AccountRefusals.LastFactor;
        }

        if (!await passkeys.RemoveAsync(account, id, () => trail.Add(
            new AuditEntry("remove-passkey", AuditOutcome.Done, new AuditWhat("account", account.Id)))))
        {
            return AccountRefusals.PasskeyNotFound;
        }

        await sessions.EndAsync(
            db.Set<StaffSession>().Where(session => session.AccountId == account.Id && session.Id != staff.SessionId),
            SessionEnding.FactorsChanged,
            cancellation);
        return Outcome.Done;
    }
}
