using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Telehealth.Identity;

/// <summary>Says of a route that a locked session may use it.</summary>
internal sealed record WorksWhileLocked;

/// <summary>Says of a request that it came with a locked session.</summary>
internal sealed record LockedOut;

internal static class SessionCookies
{
    public static void Add(WebApplicationBuilder builder)
    {
        // Plain http exists only on a developer's machine; elsewhere the prefix pins the cookie to https and this host.
        var isDevelopment = builder.Environment.IsDevelopment();
        var prefix = isDevelopment ? "" : "__Host-";
        var secure = isDevelopment ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        builder.Services.AddAuthentication()
            .AddCookie(Schemes.Staff, options =>
            {
                // The row says how long it holds, and each cookie is given with that.
                Configure(options, prefix + "telehealth-staff", secure, TimeSpan.FromHours(24));
                options.SlidingExpiration = false;
                options.Events.OnValidatePrincipal = CheckAsync;
            })
            .AddCookie(Schemes.Patient, options =>
                Configure(options, prefix + "telehealth-patient", secure, TimeSpan.FromDays(7)));
    }

    private static void Configure(
        CookieAuthenticationOptions options, string name, CookieSecurePolicy secure, TimeSpan lifetime)
    {
        options.Cookie.Name = name;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = secure;
        options.Cookie.Path = "/";
        options.ExpireTimeSpan = lifetime;
        options.SlidingExpiration = true;
    }

    /// <summary>With the database away a session goes on, so that calls and messages do.</summary>
    private static async Task CheckAsync(CookieValidatePrincipalContext context)
    {
        var state = CurrentStaff.From(context.Principal) is { } staff
            ? await context.HttpContext.RequestServices.GetRequiredService<SessionChecks>().StateOfAsync(staff.SessionId, staff.RoleId)
            : SessionState.Ended;
        if (state is SessionState.Locked && context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<WorksWhileLocked>() is null)
        {
            context.HttpContext.Features.Set(new LockedOut());
            context.RejectPrincipal();
        }
        else if (state is SessionState.Ended)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Schemes.Staff);
        }
    }
}
