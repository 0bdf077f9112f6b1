using Telehealth.Http;

namespace Telehealth.Directory.Demo;

internal static class DemoRoutes
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapApi("/demo", "Demo").MapGet("/sign-ins", ListDemoSignIns.Handle).AllowAnonymous();
}
