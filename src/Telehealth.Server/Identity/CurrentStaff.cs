using System.Security.Claims;

namespace Telehealth.Identity;

/// <summary>The signed-in practitioner in the role that is active. Handlers take it as a parameter.</summary>
/// <param name="SessionId">The sign-in; empty where somebody is named who has none.</param>
internal sealed record CurrentStaff(
    Guid PractitionerId, Guid RoleId, StaffRole Role, Guid InstitutionId, Guid? DepartmentId, Guid SessionId = default)
{
    public static ValueTask<CurrentStaff?> BindAsync(HttpContext context) => new(From(context.User));

    /// <summary>Null when the visitor is no staff (hubs know only the principal).</summary>
    public static CurrentStaff? From(ClaimsPrincipal? principal)
    {
        var claims = principal?.Identities.FirstOrDefault(identity => identity.AuthenticationType == Schemes.Staff);
        if (claims is null)
        {
            return null;
        }

        var department = claims.FindFirst(SessionClaims.Department)?.Value;
        return new CurrentStaff(
            Guid.Parse(claims.FindFirst(SessionClaims.Practitioner)!.Value),
            Guid.Parse(claims.FindFirst(SessionClaims.RoleId)!.Value),
            Enum.Parse<StaffRole>(claims.FindFirst(SessionClaims.Role)!.Value),
            Guid.Parse(claims.FindFirst(SessionClaims.Institution)!.Value),
            department is null ? null : Guid.Parse(department),
            Guid.TryParse(claims.FindFirst(SessionClaims.Session)?.Value, out var session) ? session : default);
    }

    internal ClaimsPrincipal ToPrincipal()
    {
        var identity = new ClaimsIdentity(Schemes.Staff);
        identity.AddClaim(new Claim(SessionClaims.Practitioner, PractitionerId.ToString()));
        identity.AddClaim(new Claim(SessionClaims.RoleId, RoleId.ToString()));
        identity.AddClaim(new Claim(SessionClaims.Role, Role.ToString()));
        identity.AddClaim(new Claim(SessionClaims.Institution, InstitutionId.ToString()));
        identity.AddClaim(new Claim(SessionClaims.Session, SessionClaims.Name(SessionId)));
        if (DepartmentId is { } department)
        {
            identity.AddClaim(new Claim(SessionClaims.Department, department.ToString()));
        }

        return new ClaimsPrincipal(identity);
    }
}
