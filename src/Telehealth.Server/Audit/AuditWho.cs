using System.Security.Claims;
using Telehealth.Identity;

namespace Telehealth.Audit;

/// <param name="Kind">"staff", "patient", "anonymous" (before any sign-in) or "system" (nobody asked for it).</param>
internal sealed record AuditWho(
    string Kind, Guid? Id = null, Guid? RoleId = null, Guid? InstitutionId = null, string? SessionId = null)
{
    public static readonly AuditWho System = new("system");

    public static AuditWho Of(CurrentStaff staff) => new("staff", staff.PractitionerId, staff.RoleId, staff.InstitutionId);

    /// <summary>A browser with both cookies acts as staff unless it says otherwise: of the two that is the one who answers for it.</summary>
    public static AuditWho Of(HttpContext context)
    {
        var user = context.User;
        var patient = CurrentPatient.From(user);
        if (CurrentStaff.From(user) is { } staff && (patient is null || context.Request.Query["as"] != "patient"))
        {
            return Of(staff) with { SessionId = SessionOf(user) };
        }

        return patient is null ? new AuditWho("anonymous") : new AuditWho("patient", patient.PatientId);
    }

    private static string? SessionOf(ClaimsPrincipal user) => user.FindFirst(SessionClaims.Session)?.Value;
}
