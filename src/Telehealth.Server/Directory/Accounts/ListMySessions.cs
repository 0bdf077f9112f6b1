using Telehealth.Http;
using Telehealth.Identity;

namespace Telehealth.Directory.Accounts;

internal static class ListMySessions
{
    public static async Task<Outcome<OpenSession[]>> Handle(
        CurrentStaff staff, OpenSessions sessions, CancellationToken cancellation) =>
        await sessions.ListAsync(staff.PractitionerId, staff.SessionId, cancellation);
}
