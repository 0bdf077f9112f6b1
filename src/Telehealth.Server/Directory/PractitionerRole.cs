using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Directory;

/// <summary>What a practitioner is at one institution (执业点); several are allowed (多点执业).</summary>
internal sealed class PractitionerRole : Aggregate
{
    public required Guid Id { get; init; }

    public required Guid PractitionerId { get; init; }

    public required StaffRole Role { get; init; }

    public required Guid InstitutionId { get; init; }

    public Guid? DepartmentId { get; init; }

    public string? Title { get; init; }

    public DateTimeOffset StartsAt { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>Not beyond this moment; null is open.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    public DateTimeOffset? EndedAt { get; private set; }

    public Guid? EndedById { get; private set; }

    public string? EndReason { get; private set; }

    /// <summary>The institution of registration lets its doctor work here too.</summary>
    public DateTimeOffset? RegistrationConsentAt { get; private set; }

    public DateTimeOffset? RegistrationConsentUntil { get; private set; }

    public Guid? RegistrationConsentById { get; private set; }

    /// <summary>Doctors' work is bound to where they are registered; a coordinator's is not.</summary>
    public bool NeedsRegistration => Role is StaffRole.Specialist or StaffRole.ClinicDoctor;

    public CurrentStaff AsCurrent() => new(PractitionerId, Id, Role, InstitutionId, DepartmentId);

    public void Consent(Guid administratorId, DateTimeOffset? until, DateTimeOffset now) =>
        (RegistrationConsentAt, RegistrationConsentUntil, RegistrationConsentById) = (now, until, administratorId);

    public void WithdrawConsent(Guid administratorId, DateTimeOffset now)
    {
        if (RegistrationConsentAt is not null)
        {
            (RegistrationConsentUntil, RegistrationConsentById) = (now, administratorId);
            Record(new RightsEnded(PractitionerId, Id, now));
        }
    }

    public void End(Guid administratorId, string reason, DateTimeOffset now)
    {
        if (EndedAt is null)
        {
            (EndedAt, EndedById, EndReason) = (now, administratorId, reason);
            Record(new RightsEnded(PractitionerId, Id, now));
        }
    }
}

/// <summary>Somebody may no longer do what a role allowed; without a role, nothing any more.</summary>
internal sealed record RightsEnded(Guid PractitionerId, Guid? RoleId, DateTimeOffset At);
