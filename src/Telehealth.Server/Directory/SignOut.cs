using Telehealth.Audit;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Realtime;
using Telehealth.Storage;

namespace Telehealth.Directory;

internal static class SignOut
{
    /// <summary>Whoever leaves a computer must be able to: with the database away the browser forgets the session all the same.</summary>
    public static async Task<Outcome> Handle(
        StaffSessions sessions, LiveSessions live, TelehealthDb db, AuditTrail trail, IEnumerable<KnownOutage> outages,
        CancellationToken cancellation)
    {
        if (await sessions.FindCurrentAsync() is { SessionId: var id } staff)
        {
            try
            {
                await sessions.EndAsync(db.Set<StaffSession>().Where(session => session.Id == id), SessionEnding.SignedOut, cancellation);
            }
            catch (Exception error) when (outages.Any(explain => explain(error) is not null))
            {
                // The row runs out by itself.
            }

            // Whoever wants to leave is let go whether or not that can be written down.
            trail.Add(new AuditEntry("sign-out", AuditOutcome.Done, new AuditWhat("session", id)) { By = AuditWho.Of(staff) });
            await trail.SaveAsync(cancellation);
            await live.EndAsync(id, cancellation);
        }

        await sessions.TakeCookieAsync();
        return Outcome.Done;
    }
}
