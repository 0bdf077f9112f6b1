using Telehealth.Audit;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Directory.Accounts;

internal static class RenewRecoveryCodes
{
    public static async Task<Outcome<RecoveryCodes>> Handle(
        CurrentStaff staff, Proofs proofs, Authenticators authenticators, AuditTrail trail, TelehealthDb db,
        CancellationToken cancellation)
    {
        var account = await proofs.AccountOfAsync(staff, cancellation);
        if (!await authenticators.HasAsync(account.Id, cancellation))
        {
            return AccountRefusals.NoAuthenticator;
        }

        var codes = await authenticators.RenewRecoveryCodesAsync(account.Id, cancellation);
        trail.Add(new AuditEntry("renew-recovery-codes", AuditOutcome.Done, new AuditWhat("account", account.Id)));
        await db.SaveChangesAsync(cancellation);
        return new RecoveryCodes(codes);
    }
}
