namespace Telehealth.Http;

/// <summary>Sends what a visitor uploaded: whatever it is, browsers must neither guess its type, nor run it.</summary>
internal sealed class UploadedFile(Stream content, string contentType) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var sent = content;
        var response = httpContext.Response;
        response.ContentType = contentType;
        response.ContentLength = content.Length;
        response.Headers.ContentDisposition = "inline";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        await content.CopyToAsync(response.Body, httpContext.RequestAborted);
    }
}
