using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.Features;

namespace Telehealth.Identity;

internal static class SessionCookies
{
    /// <summary>How long a session outlives a changed password or a removed account.</summary>
    private static readonly TimeSpan _recheckAfter = TimeSpan.FromMinutes(5);

    public static void Add(WebApplicationBuilder builder)
    {
        // Plain http exists only on a developer's machine; elsewhere the prefix pins the cookie to https and this host.
        var isDevelopment = builder.Environment.IsDevelopment();
        var prefix = isDevelopment ? "" : "__Host-";
        var secure = isDevelopment ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        builder.Services.AddAuthentication()
            .AddCookie(Schemes.Staff, options =>
            {
                Configure(options, prefix + "telehealth-staff", secure, TimeSpan.FromHours(12));
                options.Events.OnValidatePrincipal = RecheckAsync;
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

    private static async Task RecheckAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        if (context.Properties.IssuedUtc + _recheckAfter > now)
        {
            return;
        }

        var practitioner = CurrentStaff.From(context.Principal)?.PractitionerId;
        var stamp = context.Principal?.FindFirst(SessionClaims.Stamp)?.Value;
        var isStillGood = practitioner is not null && stamp is not null
            ? await services.GetRequiredService<StampChecks>().IsGoodAsync(practitioner.Value, stamp)
            : false;
        if (isStillGood != false)
        {
            // With the database away a session goes on, so that calls and messages do.
            // A web socket would keep the new cookie's text for as long as it lives; the page's next request gets one.
            context.ShouldRenew = isStillGood == true
                && context.HttpContext.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true };
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(Schemes.Staff);
    }
}
