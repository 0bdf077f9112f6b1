using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Telehealth.Benchmarks.Failover;

/// <summary>Somebody of the demo consortium, signed in; asks whichever node answers, as a browser behind the proxy does.</summary>
internal sealed class Person : IDisposable
{
    private static readonly TimeSpan _answersWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(200);
    private readonly HttpClient[] _nodes;
    private int _at;

    public Person(IEnumerable<string> nodes)
    {
        var cookies = new CookieContainer();
        _nodes = [.. nodes.Select(url => Client(url, cookies))];
    }

    /// <summary>Signs in and takes up the role.</summary>
    public async Task<JsonElement> SignInAsync(string userName, string password, CancellationToken cancellation) =>
        await AskAsync(HttpMethod.Post, "/api/session", new { userName, password }, cancellation);

    public Task<JsonElement> GetAsync(string path, CancellationToken cancellation) => AskAsync(HttpMethod.Get, path, null, cancellation);

    public Task<JsonElement> PostAsync(string path, object body, CancellationToken cancellation) =>
        AskAsync(HttpMethod.Post, path, body, cancellation);

    public Task<JsonElement> PutAsync(string path, object body, CancellationToken cancellation) =>
        AskAsync(HttpMethod.Put, path, body, cancellation);

    /// <summary>Goes on asking until some node answers; what it answered may be a refusal, which is thrown.</summary>
    public async Task<JsonElement> AskAsync(HttpMethod method, string path, object? body, CancellationToken cancellation)
    {
        while (true)
        {
            if (await TryAsync(method, path, body, cancellation) is { } answer)
            {
                return answer;
            }

            // The next node, and a breath when all were asked.
            _at = (_at + 1) % _nodes.Length;
            await Task.Delay(_at == 0 ? _pause : TimeSpan.Zero, cancellation);
        }
    }

    public void Dispose() => Array.ForEach(_nodes, client => client.Dispose());

    private async Task<JsonElement?> TryAsync(HttpMethod method, string path, object? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        try
        {
            using var answer = await _nodes[_at].SendAsync(request, cancellation);
            if (answer.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable)
            {
                return null;
            }

            var text = await answer.Content.ReadAsStringAsync(cancellation);
            return answer.IsSuccessStatusCode
                ? JsonSerializer.Deserialize<JsonElement>(text.Length == 0 ? "null" : text)
                : throw new RefusedCall(answer.StatusCode, $"{method} {path} answered {(int)answer.StatusCode} {text}");
        }
        catch (Exception error) when (error is HttpRequestException or IOException || (error is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }

    private static HttpClient Client(string url, CookieContainer cookies)
    {
        var handler = new SocketsHttpHandler { CookieContainer = cookies, ConnectTimeout = TimeSpan.FromSeconds(2) };
        var client = new HttpClient(handler) { BaseAddress = new Uri(url), Timeout = _answersWithin };
        client.DefaultRequestHeaders.Add("X-Telehealth", "1");
        return client;
    }
}

/// <summary>A living node said no.</summary>
internal sealed class RefusedCall(HttpStatusCode status, string what) : Exception(what)
{
    public HttpStatusCode Status => status;
}
