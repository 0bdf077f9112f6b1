using Microsoft.AspNetCore.Authentication;

namespace Telehealth.Identity;

/// <summary>Gives and takes the staff's cookie.</summary>
internal sealed class StaffSessions(IHttpContextAccessor http)
{
    /// <summary>Which sign-in the visitor has; null without one.</summary>
    public string? Current => http.HttpContext!.User.FindFirst(SessionClaims.Session)?.Value;

    public Task SignIn(CurrentStaff staff, Account account) =>
        http.HttpContext!.SignInAsync(Schemes.Staff, staff.ToPrincipal(account.SecurityStamp!, Guid.NewGuid().ToString("N")));

    public Task SwitchRole(CurrentStaff staff)
    {
        var stamp = http.HttpContext!.User.FindFirst(SessionClaims.Stamp)!.Value;
        return http.HttpContext.SignInAsync(Schemes.Staff, staff.ToPrincipal(stamp, Current ?? Guid.NewGuid().ToString("N")));
    }

    public Task SignOut() => http.HttpContext!.SignOutAsync(Schemes.Staff);
}

/// <summary>Gives and takes the cookie of a patient whose invitation was confirmed.</summary>
internal sealed class PatientSessions(IHttpContextAccessor http)
{
    public Task SignIn(Guid patientId, Guid consultationId) =>
        http.HttpContext!.SignInAsync(
            Schemes.Patient,
            new CurrentPatient(patientId, consultationId).ToPrincipal(),
            new AuthenticationProperties { IsPersistent = true });

    public Task SignOut() => http.HttpContext!.SignOutAsync(Schemes.Patient);
}
