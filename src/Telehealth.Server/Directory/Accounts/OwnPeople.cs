using Microsoft.EntityFrameworkCore;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Directory.Accounts;

/// <summary>Whom an administrator looks after: who has a role at the administrator's own institution.</summary>
internal static class OwnPeople
{
    public static Task<bool> IsOwnAsync(this TelehealthDb db, CurrentStaff administrator, Guid practitionerId, CancellationToken cancellation) =>
        db.Set<PractitionerRole>().AnyAsync(
            role => role.PractitionerId == practitionerId && role.InstitutionId == administrator.InstitutionId, cancellation);
}
