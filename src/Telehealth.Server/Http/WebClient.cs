using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace Telehealth.Http;

/// <summary>Serves what Vite built: pages that are asked for anew each time, hashed assets that never change, compressed twins when there are any.</summary>
internal sealed class WebClient(RequestDelegate next, IWebHostEnvironment environment)
{
    private static readonly string[] _serverPaths = ["/api", "/hubs", "/openapi", "/health"];
    private static readonly (string Encoding, string Suffix)[] _twins = [("br", ".br"), ("gzip", ".gz")];
    private static readonly FileExtensionContentTypeProvider _types = new() { Mappings = { [".webmanifest"] = "application/manifest+json" } };

    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var isRead = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (!isRead || context.GetEndpoint() is not null || _serverPaths.Any(path => request.Path.StartsWithSegments(path)))
        {
            await next(context);
            return;
        }

        var path = FileFor(request.Path.Value ?? "/");
        var file = environment.WebRootFileProvider.GetFileInfo(path);
        if (!file.Exists || !_types.TryGetContentType(path, out var type))
        {
            await next(context);
            return;
        }

        await SendAsync(context, path, file, type);
    }

    /// <summary>Every path without an extension is a page of the staff's client, which routes itself; the patient's entry is its own page.</summary>
    private static string FileFor(string path) =>
        path switch
        {
            "/join" => "/join.html",
            _ when Path.HasExtension(path) => path,
            _ => "/index.html",
        };

    private async Task SendAsync(HttpContext context, string path, IFileInfo file, string type)
    {
        var response = context.Response;
        response.ContentType = type.StartsWith("text/", StringComparison.Ordinal) ? type + "; charset=utf-8" : type;
        response.Headers.Vary = "Accept-Encoding";
        response.Headers.CacheControl =
            path.StartsWith("/assets/", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";

        var accepted = context.Request.Headers.AcceptEncoding.ToString();
        foreach (var (encoding, suffix) in _twins)
        {
            var twin = environment.WebRootFileProvider.GetFileInfo(path + suffix);
            if (twin.Exists && accepted.Contains(encoding, StringComparison.OrdinalIgnoreCase))
            {
                response.Headers.ContentEncoding = encoding;
                file = twin;
                break;
            }
        }

        var tag = $"\"{file.LastModified.ToUnixTimeMilliseconds():x}-{file.Length:x}\"";
        response.Headers.ETag = tag;
        if (context.Request.Headers.IfNoneMatch.ToString().Contains(tag, StringComparison.Ordinal))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentLength = file.Length;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await response.SendFileAsync(file, context.RequestAborted);
        }
    }
}
