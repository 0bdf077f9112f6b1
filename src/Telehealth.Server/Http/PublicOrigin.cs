using Microsoft.Extensions.Options;

namespace Telehealth.Http;

public sealed class WebOptions
{
    public const string Section = "Web";

    /// <summary>Scheme and host that patients reach us by, for links ("https://consult.example.org"); empty means the one of the request.</summary>
    public string PublicOrigin { get; init; } = "";
}

/// <summary>Where the links that we give out lead. Handlers take it as a parameter.</summary>
internal sealed record PublicOrigin(string Value)
{
    public static ValueTask<PublicOrigin?> BindAsync(HttpContext context)
    {
        var configured = context.RequestServices.GetRequiredService<IOptions<WebOptions>>().Value.PublicOrigin;
        return new ValueTask<PublicOrigin?>(new PublicOrigin(
            configured.Length > 0 ? configured : $"{context.Request.Scheme}://{context.Request.Host}"));
    }
}
