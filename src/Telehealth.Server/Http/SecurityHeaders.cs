namespace Telehealth.Http;

internal static class SecurityHeaders
{
    private const string PolicyBeforeSockets =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
        + "media-src 'self' blob:; connect-src 'self' ";

    private const string PolicyAfterSockets =
        "; object-src 'none'; base-uri 'none'; "
        + "form-action 'self'; frame-ancestors 'none'";

    private static Policy _last = new(false, default, "");

    public static Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = PolicyOf(context.Request);
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] =
            "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()";
        if (context.Request.Path.StartsWithSegments("/api"))
        {
            // Medical answers stay out of every cache, the browser's own included.
            headers.CacheControl = "no-store";
        }

        return next(context);
    }

    /// <summary>One text for all who come the same way: thousands of open sockets keep theirs.</summary>
    private static string PolicyOf(HttpRequest request)
    {
        var last = _last;
        if (last.IsHttps != request.IsHttps || last.Host != request.Host || last.Text.Length == 0)
        {
            _last = last = new Policy(request.IsHttps, request.Host, PolicyBeforeSockets + OwnSockets(request) + PolicyAfterSockets);
        }

        return last.Text;
    }

    /// <summary>'self' leaves web sockets out in the older browsers that patients have, so the own host is named.</summary>
    private static string OwnSockets(HttpRequest request) => $"{(request.IsHttps ? "wss" : "ws")}://{request.Host.ToUriComponent()}";

    private sealed record Policy(bool IsHttps, HostString Host, string Text);
}
