using Telehealth.Http;
using Telehealth.Identity;

namespace Telehealth.Directory;

internal static class SignOut
{
    public static async Task<Outcome> Handle(StaffSessions sessions)
    {
        await sessions.SignOut();
        return Outcome.Done;
    }
}
