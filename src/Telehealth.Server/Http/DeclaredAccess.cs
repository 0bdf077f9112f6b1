using Microsoft.AspNetCore.Authorization;

namespace Telehealth.Http;

internal static class DeclaredAccess
{
    /// <summary>Refuses to start while an endpoint says neither who may use it nor that anybody may.</summary>
    public static void RequireDeclaredAccess(this IEndpointRouteBuilder app)
    {
        var undeclared = app.DataSources
            .SelectMany(source => source.Endpoints)
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Where(endpoint => !endpoint.Metadata.OfType<IAuthorizeData>().Any(data => data.Policy is not null))
            .Select(endpoint => endpoint.DisplayName)
            .ToArray();
        if (undeclared.Length > 0)
        {
            throw new InvalidOperationException(
                $"Endpoints without a policy or AllowAnonymous: {string.Join(", ", undeclared)}");
        }
    }
}
