namespace Telehealth.Http;

internal static class ApiRoutes
{
    /// <summary>Where every slice hangs its endpoints: under /api, arguments validated, tagged with the slice's name.</summary>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder routes, string prefix, string slice) =>
        routes.MapGroup("/api" + prefix).AddEndpointFilterFactory(ValidationFilter.Create).WithTags(slice);
}
