using Microsoft.EntityFrameworkCore;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Directory;

internal static class SwitchRole
{
    public sealed record Request(Guid RoleId);

    public static async Task<Outcome<SessionView>> Handle(
        Request request, CurrentStaff staff, StaffSessions sessions, TelehealthDb db, CancellationToken cancellation)
    {
        var role = await db.Set<PractitionerRole>().SingleOrDefaultAsync(
            role => role.Id == request.RoleId && role.PractitionerId == staff.PractitionerId, cancellation);
        if (role is null)
        {
            return DirectoryRefusals.UnknownRole;
        }

        await sessions.SwitchRole(role.AsCurrent());
        return await SessionView.ReadAsync(db, role.AsCurrent(), cancellation);
    }
}
