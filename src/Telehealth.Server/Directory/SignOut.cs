using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Realtime;
using Telehealth.Storage;

namespace Telehealth.Directory;

internal static class SignOut
{
    /// <summary>Whoever leaves a computer must be able to: with the database away the browser forgets the session all the same.</summary>
    public static async Task<Outcome> Handle(
        StaffSessions sessions, LiveSessions live, TelehealthDb db, IEnumerable<KnownOutage> outages, CancellationToken cancellation)
    {
        if (await sessions.FindCurrentAsync() is { SessionId: var id })
        {
            try
            {
                await sessions.EndAsync(db.Set<StaffSession>().Where(session => session.Id == id), SessionEnding.SignedOut, cancellation);
            }
            catch (Exception error) when (outages.Any(explain => explain(error) is not null))
            {
                // The row runs out by itself.
            }

            await live.EndAsync(id, cancellation);
        }

        await sessions.TakeCookieAsync();
        return Outcome.Done;
    }
}
