using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Directory.Accounts;

internal static class EndSessionsOf
{
    public static async Task<Outcome> Handle(
        Guid id, CurrentStaff staff, OpenSessions sessions, TelehealthDb db, CancellationToken cancellation)
    {
        if (!await db.IsOwnAsync(staff, id, cancellation))
        {
            return AccountRefusals.PractitionerNotFound;
        }

        await sessions.EndAsync(sessions.Of(id), SessionEnding.ByAdministrator, cancellation);
        return Outcome.Done;
    }
}
