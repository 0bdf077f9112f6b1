using Telehealth.Http;
using Telehealth.Identity;

namespace Telehealth.Operations;

internal static class OperationsRoutes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapApi("/operations", "Operations").RequireAuthorization(Policies.Operator);
        api.MapGet("", GetOperations.Handle);
        api.MapPost("/drain", DrainNode.Handle);
    }
}
