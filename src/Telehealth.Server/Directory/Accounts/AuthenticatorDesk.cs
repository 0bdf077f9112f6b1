using Microsoft.EntityFrameworkCore;
using QRCoder;
using Telehealth.Audit;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Directory.Accounts;

/// <summary>What an authenticator app has to know; shown once.</summary>
/// <param name="Secret">To be typed where the picture cannot be read.</param>
public sealed record AuthenticatorSetup(string Ticket, string Secret, string QrSvg);

/// <summary>Shown once; afterwards only hashes are left.</summary>
public sealed record RecoveryCodes(IReadOnlyList<string> Codes);

/// <summary>Offers new authenticators and confirms them by their first code.</summary>
internal sealed class AuthenticatorDesk(TelehealthDb db, Challenges challenges, Authenticators authenticators, AuditTrail trail)
{
    private const int QrPixelsPerModule = 6;
    private static readonly TimeSpan _confirmWithin = TimeSpan.FromMinutes(15);

    /// <param name="sessionId">Null while the person is not signed in yet.</param>
    public async Task<AuthenticatorSetup> OfferAsync(
        Account account, Guid? sessionId, bool isSharedComputer, CancellationToken cancellation)
    {
        var (secret, kept) = authenticators.NewSecret();
        var ticket = await challenges.GiveAsync(
            ChallengeKind.Authenticator, _confirmWithin, cancellation, account.Id, sessionId, isSharedComputer, kept);
        var typed = TotpCode.ToBase32(secret);
        var link = $"otpauth://totp/Telehealth:{Uri.EscapeDataString(account.UserName!)}?secret={typed}&issuer=Telehealth";
        using var data = QRCodeGenerator.GenerateQrCode(link, QRCodeGenerator.ECCLevel.M);
        using var qr = new SvgQRCode(data);
        var picture = qr.GetGraphic(QrPixelsPerModule, "#000000", "#ffffff", true, SvgQRCode.SizingMode.ViewBoxAttribute);
        return new AuthenticatorSetup(ticket, typed, picture);
    }

    /// <summary>Gives new recovery codes with it.</summary>
    public async Task<Outcome<(Account Account, string[] Codes, bool IsSharedComputer)>> ConfirmAsync(
        string ticket, string code, Guid? sessionId, CancellationToken cancellation)
    {
        var challenge = await challenges.FindAsync(ticket, ChallengeKind.Authenticator, cancellation);
        if (challenge is not { AccountId: { } id } || challenge.SessionId != sessionId)
        {
            return IdentityRefusals.TicketExpired;
        }

        if (await authenticators.ConfirmAsync(id, challenge.State, code, cancellation) is { } refusal)
        {
            return refusal;
        }

        if (!await challenges.TryTakeAsync(challenge, cancellation))
        {
            return IdentityRefusals.TicketExpired;
        }

        var codes = await authenticators.RenewRecoveryCodesAsync(id, cancellation);
        var account = await db.Set<Account>().SingleAsync(account => account.Id == id, cancellation);
        var done = new AuditEntry("change-authenticator", AuditOutcome.Done, new AuditWhat("account", id));
        trail.Add(sessionId is null ? done with { By = new AuditWho("staff", account.PractitionerId) } : done);
        await db.SaveChangesAsync(cancellation);
        return (account, codes, challenge.IsSharedComputer);
    }
}
