namespace Telehealth.Http;

/// <summary>Keeps other sites from using a visitor's cookies: no form and no foreign page can send the header or our origin.</summary>
internal static class Walls
{
    public const string Header = "X-Telehealth";

    public static Task RequireHeaderAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var isSafe = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
            || HttpMethods.IsOptions(request.Method);
        if (isSafe || !request.Path.StartsWithSegments("/api") || request.Headers[Header] == "1")
        {
            return next(context);
        }

        return RefusalResults.WriteAsync(context, HttpRefusals.MissingHeader);
    }

    /// <summary>Browsers apply no same-origin rule to web sockets, so the hubs check the origin themselves.</summary>
    public static Task RequireOwnOriginAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0 || !request.Path.StartsWithSegments("/hubs"))
        {
            return next(context);
        }

        var isOwn = Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
        return isOwn ? next(context) : RefusalResults.WriteAsync(context, HttpRefusals.ForeignOrigin);
    }
}
