using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.Options;
using Telehealth.Http;

namespace Telehealth.Identity;

/// <summary>What a browser is asked: its answer comes back with the ticket.</summary>
/// <param name="Options">JSON for <c>PublicKeyCredential.parse...OptionsFromJSON</c>.</param>
public sealed record PasskeyQuestion(string Ticket, string Options);

internal sealed class PasskeyTable : IEntityTypeConfiguration<IdentityUserPasskey<Guid>>
{
    /// <summary>The longest that WebAuthn allows.</summary>
    private const int LongestCredentialId = 1023;

    public void Configure(EntityTypeBuilder<IdentityUserPasskey<Guid>> builder)
    {
        builder.ToTable("AccountPasskeys");
        builder.HasKey(passkey => passkey.CredentialId);
        builder.Property(passkey => passkey.CredentialId).HasMaxLength(LongestCredentialId);
        builder.OwnsOne(passkey => passkey.Data).ToJson();
        builder.HasOne<Account>().WithMany().HasForeignKey(passkey => passkey.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

/// <summary>Makes passkeys and checks their signatures. What was asked is kept in the database, so that any node takes the answer.</summary>
internal sealed class Passkeys(
    IPasskeyHandler<Account> handler, UserManager<Account> accounts, Challenges challenges, IHttpContextAccessor http,
    IHostEnvironment environment, IOptions<WebOptions> web)
{
    private static readonly TimeSpan _answerWithin = TimeSpan.FromMinutes(5);

    /// <summary>A passkey belongs to one address for good, so outside Development it is never taken from what a request says.</summary>
    private bool IsOff => web.Value.PublicOrigin.Length == 0 && !environment.IsDevelopment();

    private HttpContext Http => http.HttpContext!;

    public static void Configure(IdentityPasskeyOptions passkeys, WebOptions web)
    {
        passkeys.ServerDomain = web.PublicOrigin.Length > 0 ? new Uri(web.PublicOrigin).Host : null;
        passkeys.UserVerificationRequirement = "required";
        passkeys.ResidentKeyRequirement = "required";
        passkeys.AttestationConveyancePreference = "none";
        passkeys.ValidateOrigin = async origin =>
        {
            var own = await PublicOrigin.BindAsync(origin.HttpContext);
            return !origin.CrossOrigin && string.Equals(origin.Origin, own!.Value.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);
        };
    }

    public async Task<Outcome<PasskeyQuestion>> AskForNewAsync(Account account, Guid sessionId, CancellationToken cancellation)
    {
        if (IsOff)
        {
            return IdentityRefusals.PasskeysOff;
        }

        var name = account.UserName!;
        var user = new PasskeyUserEntity { Id = account.Id.ToString(), Name = name, DisplayName = name };
        var asked = await handler.MakeCreationOptionsAsync(user, Http);
        var ticket = await challenges.GiveAsync(
            ChallengeKind.Attestation, _answerWithin, cancellation, account.Id, sessionId, state: asked.AttestationState ?? "");
        return new PasskeyQuestion(ticket, asked.CreationOptionsJson);
    }

    public async Task<Refusal?> AddAsync(
        Account account, Guid sessionId, string ticket, string credential, string name, Action adding,
        CancellationToken cancellation)
    {
        var challenge = await challenges.TakeAsync(ticket, ChallengeKind.Attestation, cancellation);
        if (challenge is null || challenge.AccountId != account.Id || challenge.SessionId != sessionId)
        {
            return IdentityRefusals.TicketExpired;
        }

        var made = await handler.PerformAttestationAsync(
            new PasskeyAttestationContext { HttpContext = Http, CredentialJson = credential, AttestationState = challenge.State });
        if (!made.Succeeded)
        {
            return IdentityRefusals.PasskeyRefused;
        }

        made.Passkey.Name = name;
        adding();
        return (await accounts.AddOrUpdatePasskeyAsync(account, made.Passkey)).Succeeded ? null : IdentityRefusals.PasskeyRefused;
    }

    /// <summary>Without an account the browser shows the passkeys it has; no name is typed and none is told.</summary>
    public async Task<Outcome<PasskeyQuestion>> AskAsync(Account? account, Guid? sessionId, CancellationToken cancellation)
    {
        if (IsOff)
        {
            return IdentityRefusals.PasskeysOff;
        }

        // ! The handler takes null for "whoever it is"; its annotation says otherwise.
        var asked = await handler.MakeRequestOptionsAsync(account!, Http);
        var ticket = await challenges.GiveAsync(
            ChallengeKind.Assertion, _answerWithin, cancellation, account?.Id, sessionId, state: asked.AssertionState ?? "");
        return new PasskeyQuestion(ticket, asked.RequestOptionsJson);
    }

    /// <summary>Whose passkey signed what was asked.</summary>
    public async Task<Outcome<Account>> CheckAsync(string ticket, string credential, Guid? sessionId, CancellationToken cancellation)
    {
        var challenge = await challenges.TakeAsync(ticket, ChallengeKind.Assertion, cancellation);
        if (challenge is null || challenge.SessionId != sessionId)
        {
            return IdentityRefusals.TicketExpired;
        }

        var signed = await handler.PerformAssertionAsync(
            new PasskeyAssertionContext { HttpContext = Http, CredentialJson = credential, AssertionState = challenge.State });
        if (!signed.Succeeded || signed.User.DisabledAt is not null || (challenge.AccountId is { } asked && asked != signed.User.Id))
        {
            return IdentityRefusals.PasskeyRefused;
        }

        // Keeps the authenticator's counter, by which a copied key shows.
        await accounts.AddOrUpdatePasskeyAsync(signed.User, signed.Passkey);
        return signed.User;
    }

    public Task<IList<UserPasskeyInfo>> OfAsync(Account account) => accounts.GetPasskeysAsync(account);

    /// <summary>False when the account has none of this id.</summary>
    public async Task<bool> RemoveAsync(Account account, string id, Action removing)
    {
        var wanted = Base64Url.IsValid(id) ? Base64Url.DecodeFromChars(id) : [];
        if (await accounts.GetPasskeyAsync(account, wanted) is null)
        {
            return false;
        }

        removing();
        return (await accounts.RemovePasskeyAsync(account, wanted)).Succeeded;
    }
}
