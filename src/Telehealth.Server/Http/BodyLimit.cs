using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace Telehealth.Http;

/// <summary>No request may carry more than 256 kB, unless its endpoint declares another limit (RequestSizeLimitAttribute).</summary>
internal static class BodyLimit
{
    private const long DefaultBytes = 256 * 1024;

    public static long Of(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? DefaultBytes;

    public static Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        var maximumBytes = Of(context);
        if (context.Request.ContentLength > maximumBytes)
        {
            return RefusalResults.WriteAsync(context, HttpRefusals.TooLarge(maximumBytes));
        }

        // Bodies of unknown length are counted by Kestrel while they arrive.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = maximumBytes;
        }

        return next(context);
    }
}
