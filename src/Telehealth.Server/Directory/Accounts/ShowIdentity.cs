using FluentValidation;
using Telehealth.Audit;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Directory.Accounts;

/// <summary>Whoever is signed in shows once more who they are, for one act.</summary>
internal static class ShowIdentity
{
    public sealed record Request(StepUpPurpose Purpose, Proof Proof);

    /// <param name="Id">Goes with the request that needs it, in the header <c>X-Telehealth-Step-Up</c>.</param>
    public sealed record Response(Guid Id, DateTimeOffset Until);

    public static async Task<Outcome<ProofMethods>> Options(CurrentStaff staff, Proofs proofs, CancellationToken cancellation) =>
        await proofs.MethodsAsync(staff, cancellation);

    public static async Task<Outcome<Response>> Handle(
        Request request, CurrentStaff staff, Proofs proofs, TelehealthDb db, AuditTrail trail, TimeProvider clock,
        CancellationToken cancellation)
    {
        var proven = await proofs.CheckAsync(staff, request.Proof, cancellation);
        if (proven.Refusal is { } refusal)
        {
            trail.Add(new AuditEntry("step-up", AuditOutcome.Refused, new AuditWhat("session", staff.SessionId), Code: refusal.Code));
            await trail.SaveAsync(CancellationToken.None);
            return refusal;
        }

        var now = clock.GetUtcNow();
        var row = new StepUpRow
        {
            Id = Guid.CreateVersion7(now),
            SessionId = staff.SessionId,
            Purpose = request.Purpose,
            Method = proven.Value,
            At = now,
        };
        db.Add(row);
        var facts = new Dictionary<string, object?> { ["purpose"] = row.Purpose.ToString(), ["method"] = row.Method.ToString() };
        trail.Add(new AuditEntry("step-up", AuditOutcome.Done, new AuditWhat("session", staff.SessionId), Facts: facts));
        await db.SaveChangesAsync(cancellation);
        return new Response(row.Id, now + StepUpWall.GoodFor);
    }

    internal sealed class ProofValidator : AbstractValidator<Proof>
    {
        public ProofValidator()
        {
            RuleFor(proof => proof.Ticket).MaximumLength(100);
            RuleFor(proof => proof.Credential).MaximumLength(16_384);
            RuleFor(proof => proof.Code).MaximumLength(20);
            RuleFor(proof => proof.Password).MaximumLength(256);
        }
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.Proof).SetValidator(new ProofValidator());
    }
}
