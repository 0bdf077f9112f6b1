using System.Net;

namespace Telehealth;

/// <summary>One browser's cookies, for its requests and for its web sockets.</summary>
internal sealed class CookieJar(HttpMessageHandler server) : DelegatingHandler(server)
{
    private readonly CookieContainer _cookies = new();

    public string HeaderFor(Uri uri) => _cookies.GetCookieHeader(uri);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri!;
        if (HeaderFor(uri) is { Length: > 0 } header)
        {
            request.Headers.Add("Cookie", header);
        }

        var response = await base.SendAsync(request, cancellationToken);
        if (response.Headers.TryGetValues("Set-Cookie", out var given))
        {
            foreach (var cookie in given)
            {
                _cookies.SetCookies(uri, cookie);
            }
        }

        return response;
    }
}
