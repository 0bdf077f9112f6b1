using Telehealth.Http;
using Telehealth.Identity;

namespace Telehealth.Directory.Accounts;

internal static class EndMyOtherSessions
{
    public static async Task<Outcome> Handle(CurrentStaff staff, OpenSessions sessions, CancellationToken cancellation)
    {
        await sessions.EndAsync(
            sessions.Of(staff.PractitionerId).Where(session => session.Id != staff.SessionId), SessionEnding.ByOwner, cancellation);
        return Outcome.Done;
    }
}
