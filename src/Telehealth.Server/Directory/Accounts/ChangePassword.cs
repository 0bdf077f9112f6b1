using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Telehealth.Audit;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Directory.Accounts;

internal static class ChangePassword
{
    public sealed record Request(string Password);

    /// <summary>Who the person is was shown by the step-up; the old password is not asked for beside it.</summary>
    public static async Task<Outcome> Handle(
        Request request, CurrentStaff staff, Proofs proofs, IPasswordHasher<Account> hasher, OpenSessions sessions, AuditTrail trail,
        TelehealthDb db, CancellationToken cancellation)
    {
        var account = await proofs.AccountOfAsync(staff, cancellation);
        if (PasswordRule.IsWeak(request.Password, account.UserName!))
        {
            return AccountRefusals.WeakPassword;
        }

        account.PasswordHash = hasher.HashPassword(account, request.Password);
        trail.Add(new AuditEntry("change-password", AuditOutcome.Done, new AuditWhat("account", account.Id)));
        await sessions.EndAsync(
            db.Set<StaffSession>().Where(session => session.AccountId == account.Id && session.Id != staff.SessionId),
            SessionEnding.FactorsChanged,
            cancellation);
        return Outcome.Done;
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.Password).NotEmpty().MaximumLength(256);
    }
}

/// <summary>Length is what makes a password hard to guess; only what an attacker tries first is refused beside it.</summary>
internal static class PasswordRule
{
    private const int Shortest = 12;
    private const int FewestSigns = 5;

    public static bool IsWeak(string password, string userName) =>
        password.Length < Shortest
        || password.Distinct().Count() < FewestSigns
        || password.Contains(userName, StringComparison.OrdinalIgnoreCase)
        || password.Contains("telehealth", StringComparison.OrdinalIgnoreCase);
}
