using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Telehealth.Audit;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Directory.Accounts;

/// <summary>Shown once, to the administrator, who hands it over in person. The secret stands in the fragment, which reaches no log.</summary>
public sealed record EnrolmentLink(string UserName, string Url, DateTimeOffset ExpiresAt);

/// <summary>Gives somebody of the own institution an account, or a new beginning to who lost all with which to sign in.</summary>
internal static class OpenAccount
{
    private static readonly TimeSpan _lifetime = TimeSpan.FromHours(72);

    /// <param name="UserName">Small letters, digits and hyphens. Not looked at when there is an account.</param>
    public sealed record Request(string UserName);

    public static async Task<Outcome<EnrolmentLink>> Handle(
        Guid id, Request request, CurrentStaff staff, Challenges challenges, OpenSessions sessions, PublicOrigin origin, AuditTrail trail,
        TelehealthDb db, TimeProvider clock, CancellationToken cancellation)
    {
        if (!await db.IsOwnAsync(staff, id, cancellation))
        {
            return AccountRefusals.PractitionerNotFound;
        }

        var account = await db.Set<Account>().SingleOrDefaultAsync(account => account.PractitionerId == id, cancellation);
        if (account is null)
        {
            var name = request.UserName.ToUpperInvariant();
            if (await db.Set<Account>().AnyAsync(account => account.NormalizedUserName == name, cancellation))
            {
                return AccountRefusals.NameTaken;
            }

            account = new Account
            {
                Id = Guid.CreateVersion7(clock.GetUtcNow()),
                PractitionerId = id,
                UserName = request.UserName,
                NormalizedUserName = name,
                SecurityStamp = Guid.NewGuid().ToString("N"),
            };
            db.Add(account);
        }
        else if (account.SecondFactor == SecondFactor.Exempt)
        {
            return AccountRefusals.DemoAccount;
        }
        else
        {
            await EmptyAsync(db, account, cancellation);
        }

        trail.Add(new AuditEntry("open-account", AuditOutcome.Done, new AuditWhat("account", account.Id)));

        // Saves what stands above too.
        await sessions.EndAsync(
            db.Set<StaffSession>().Where(session => session.AccountId == account.Id), SessionEnding.ByAdministrator, cancellation);
        var ticket = await challenges.GiveAsync(ChallengeKind.EnrolmentLink, _lifetime, cancellation, account.Id);
        return new EnrolmentLink(account.UserName!, $"{origin.Value.TrimEnd('/')}/enrol#{ticket}", clock.GetUtcNow() + _lifetime);
    }

    /// <summary>Nothing that the account had opens it any more.</summary>
    private static async Task EmptyAsync(TelehealthDb db, Account account, CancellationToken cancellation)
    {
        account.PasswordHash = null;
        db.RemoveRange(await db.Set<Authenticator>().Where(one => one.AccountId == account.Id).ToListAsync(cancellation));
        db.RemoveRange(await db.Set<RecoveryCode>().Where(one => one.AccountId == account.Id).ToListAsync(cancellation));
        db.RemoveRange(await db.Set<Microsoft.AspNetCore.Identity.IdentityUserPasskey<Guid>>()
            .Where(one => one.UserId == account.Id).ToListAsync(cancellation));
        db.RemoveRange(await db.Set<Challenge>().Where(one => one.AccountId == account.Id).ToListAsync(cancellation));
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() =>
            RuleFor(request => request.UserName).NotEmpty().MaximumLength(64).Matches(@"^[a-z0-9][a-z0-9-]{2,}\z");
    }
}
