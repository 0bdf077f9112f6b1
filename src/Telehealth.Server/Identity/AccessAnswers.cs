using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Telehealth.Http;

namespace Telehealth.Identity;

/// <summary>Answers a missing sign-in or right with a problem; an API redirects nobody to a page.</summary>
internal sealed class AccessAnswers : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            return next(context);
        }

        var isLocked = context.Features.Get<LockedOut>() is not null;
        var refusal = authorizeResult.Challenged ? IdentityRefusals.SignInRequired : IdentityRefusals.Forbidden;
        return RefusalResults.WriteAsync(context, isLocked ? IdentityRefusals.Locked : refusal);
    }
}
