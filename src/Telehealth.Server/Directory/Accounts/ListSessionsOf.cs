using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Directory.Accounts;

internal static class ListSessionsOf
{
    public static async Task<Outcome<OpenSession[]>> Handle(
        Guid id, CurrentStaff staff, OpenSessions sessions, TelehealthDb db, CancellationToken cancellation) =>
        await db.IsOwnAsync(staff, id, cancellation)
            ? await sessions.ListAsync(id, staff.SessionId, cancellation)
            : AccountRefusals.PractitionerNotFound;
}
