using Microsoft.EntityFrameworkCore;
using Telehealth.Audit;
using Telehealth.Identity;
using Telehealth.Realtime;
using Telehealth.Storage;

namespace Telehealth.Directory.Accounts;

/// <summary>Reads and ends people's sessions.</summary>
internal sealed class OpenSessions(TelehealthDb db, StaffSessions sessions, LiveSessions live, AuditTrail trail, TimeProvider clock)
{
    public IQueryable<StaffSession> Of(Guid practitionerId) =>
        db.Set<StaffSession>().Where(session => session.PractitionerId == practitionerId);

    /// <summary>The last seen first.</summary>
    public async Task<OpenSession[]> ListAsync(Guid practitionerId, Guid current, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var rows = await (
            from session in Of(practitionerId)
            where session.EndedAt == null && session.ExpiresAt > now
            join role in db.Set<PractitionerRole>() on session.RoleId equals role.Id
            join institution in db.Set<Institution>() on role.InstitutionId equals institution.Id
            orderby session.LastSeenAt descending, session.Id
            select new { session, role.Role, institution.Name }).AsNoTracking().ToListAsync(cancellation);
        return
        [
            .. rows.Select(row => new OpenSession(
                row.session.Id,
                row.session.Id == current,
                row.session.Method,
                row.Role,
                row.Name,
                row.session.CreatedAt,
                row.session.LastSeenAt,
                row.session.ExpiresAt,
                row.session.LockedAt is not null,
                row.session.IsSharedComputer,
                row.session.Address,
                row.session.Device)),
        ];
    }

    /// <summary>Their cookies are refused from here on, and what they have open is cut.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> EndAsync(IQueryable<StaffSession> which, SessionEnding reason, CancellationToken cancellation)
    {
        var ended = await sessions.EndAsync(which, reason, cancellation, Tell);
        foreach (var id in ended)
        {
            await live.EndAsync(id, cancellation);
        }

        return ended.Count;

        void Tell(StaffSession session) => trail.Add(new AuditEntry(
            "end-session",
            AuditOutcome.Done,
            new AuditWhat("session", session.Id),
            Facts: new Dictionary<string, object?> { ["reason"] = reason.ToString() }));
    }
}
