namespace Telehealth.Http;

public sealed class HttpOptions
{
    public const string Section = "Http";

    /// <summary>Networks (CIDR) of reverse proxies whose X-Forwarded headers are believed.</summary>
    public string[] ProxyNetworks { get; init; } = [];
}
