using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace Telehealth.Realtime;

/// <summary>When the session ends that opened a connection; null for one without end.</summary>
internal sealed record SessionEnd(DateTimeOffset? At);

/// <summary>A web socket keeps its request for as long as it lives. What only the sign-in needed is let go before it opens: with
/// thousands of connections that was a third of their memory.</summary>
internal sealed class HubSocket(IServiceProvider services)
{
    private readonly ProcessServices _services = new(services);

    public Task LightenAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments(RealtimeSetup.ClinicHubPath)
            || context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true })
        {
            return next(context);
        }

        var features = context.Features;
        features.Set(new SessionEnd(features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc));
        features.Set<IHttpAuthenticationFeature>(new Visitor { User = context.User });
        features.Set<IAuthenticateResultFeature>(null);
        features.Set<IRequestCookiesFeature>(null);
        context.Request.Headers.Cookie = default;
        context.Request.Headers.Remove(HubAdmission.CallHeader);

        // The hub's calls have scopes of their own.
        var scope = features.Get<IServiceProvidersFeature>() as IAsyncDisposable;
        features.Set<IServiceProvidersFeature>(_services);
        var ending = scope?.DisposeAsync() ?? ValueTask.CompletedTask;
        return ending.IsCompletedSuccessfully ? next(context) : EndAsync(ending, context, next);
    }

    private static async Task EndAsync(ValueTask ending, HttpContext context, RequestDelegate next)
    {
        await ending;
        await next(context);
    }

    private sealed class Visitor : IHttpAuthenticationFeature
    {
        public ClaimsPrincipal? User { get; set; }
    }

    private sealed class ProcessServices(IServiceProvider services) : IServiceProvidersFeature
    {
        public IServiceProvider RequestServices { get; set; } = services;
    }
}
