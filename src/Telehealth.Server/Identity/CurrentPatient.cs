using System.Security.Claims;

namespace Telehealth.Identity;

/// <summary>The patient whose invitation this browser confirmed, and the one consultation it opens.</summary>
internal sealed record CurrentPatient(Guid PatientId, Guid ConsultationId)
{
    public static ValueTask<CurrentPatient?> BindAsync(HttpContext context) => new(From(context.User));

    /// <summary>Null when the visitor is no patient (hubs know only the principal).</summary>
    public static CurrentPatient? From(ClaimsPrincipal? principal)
    {
        var claims = principal?.Identities.FirstOrDefault(identity => identity.AuthenticationType == Schemes.Patient);
        return claims is null
            ? null
            : new CurrentPatient(
                Guid.Parse(claims.FindFirst(SessionClaims.Patient)!.Value),
                Guid.Parse(claims.FindFirst(SessionClaims.Consultation)!.Value));
    }

    internal ClaimsPrincipal ToPrincipal()
    {
        var identity = new ClaimsIdentity(Schemes.Patient);
        identity.AddClaim(new Claim(SessionClaims.Patient, PatientId.ToString()));
        identity.AddClaim(new Claim(SessionClaims.Consultation, ConsultationId.ToString()));
        return new ClaimsPrincipal(identity);
    }
}
