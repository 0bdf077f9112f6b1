using Telehealth.Http;
using Telehealth.Identity;

namespace Telehealth.Directory.Accounts;

internal static class EndMySession
{
    public static async Task<Outcome> Handle(
        Guid id, CurrentStaff staff, OpenSessions sessions, CancellationToken cancellation)
    {
        var ended = await sessions.EndAsync(
            sessions.Of(staff.PractitionerId).Where(session => session.Id == id), SessionEnding.ByOwner, cancellation);
        return ended == 0 ? AccountRefusals.SessionNotFound : Outcome.Done;
    }
}
