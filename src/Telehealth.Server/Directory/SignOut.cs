using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Realtime;

namespace Telehealth.Directory;

internal static class SignOut
{
    public static async Task<Outcome> Handle(StaffSessions sessions, LiveSessions live, CancellationToken cancellation)
    {
        var session = sessions.Current;
        await sessions.SignOut();
        if (session is not null)
        {
            await live.EndAsync(session, cancellation);
        }

        return Outcome.Done;
    }
}
