using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Directory;

/// <summary>The roles in which somebody may work now: begun and not ended, the person not suspended, and a doctor either at the
/// institution of registration or with its consent.</summary>
internal static class ActiveRoles
{
    public static IQueryable<PractitionerRole> At(TelehealthDb db, DateTimeOffset now) =>
        db.Set<PractitionerRole>().Where(role =>
            role.StartsAt <= now
            && role.EndedAt == null
            && (role.EndsAt == null || role.EndsAt > now)
            && db.Set<Practitioner>().Any(practitioner =>
                practitioner.Id == role.PractitionerId
                && practitioner.SuspendedAt == null
                && ((role.Role != StaffRole.Specialist && role.Role != StaffRole.ClinicDoctor)
                    || practitioner.RegisteredInstitutionId == role.InstitutionId
                    || (role.RegistrationConsentAt <= now
                        && (role.RegistrationConsentUntil == null || role.RegistrationConsentUntil > now)))));
}
