using Microsoft.EntityFrameworkCore;
using Telehealth.Audit;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Realtime;
using Telehealth.Storage;

namespace Telehealth.Directory;

internal static class SwitchRole
{
    public sealed record Request(Guid RoleId);

    public static async Task<Outcome<SessionView>> Handle(
        Request request, CurrentStaff staff, StaffSessions sessions, LiveSessions live, TelehealthDb db, AuditTrail trail,
        CancellationToken cancellation)
    {
        var role = await db.Set<PractitionerRole>().SingleOrDefaultAsync(
            role => role.Id == request.RoleId && role.PractitionerId == staff.PractitionerId, cancellation);
        if (role is null)
        {
            return DirectoryRefusals.UnknownRole;
        }

        trail.Add(new AuditEntry("switch-role", AuditOutcome.Done, new AuditWhat("role", role.Id)));
        var current = await sessions.SwitchRoleAsync(staff.SessionId, role.AsCurrent(), cancellation);
        await live.EndAsync(staff.SessionId, cancellation);
        return await SessionView.ReadAsync(db, current, cancellation);
    }
}
