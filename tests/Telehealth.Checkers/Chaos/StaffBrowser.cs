using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Telehealth.Lab;

namespace Telehealth.Checkers.Chaos;

/// <summary>What came back in the end, and whether an earlier try was lost on the way and may have had its effect.</summary>
internal sealed record Answer(HttpStatusCode Status, JsonNode? Body, bool WasUnsure)
{
    public bool IsOk => (int)Status is >= 200 and < 300;

    public string? Code => (string?)Body?["code"];
}

/// <summary>A member of staff at a browser behind the proxy: an answer that does not come is asked for again, at whichever node
/// answers.</summary>
internal sealed class StaffBrowser(Laboratory lab, string userName, Guid practitionerId)
{
    private const string Password = "telehealth-demo";
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(4);
    private static readonly HttpMessageInvoker _network = new(new SocketsHttpHandler
    {
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(1),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5),
        MaxConnectionsPerServer = 200,
    });

    private static long _lostAnswers;
    private int _node = Chance.Between(0, lab.Nodes.Count - 1);
    private string? _cookie;

    /// <summary>Tries whose outcome nobody knew at first, in the whole run.</summary>
    public static long LostAnswers => Interlocked.Read(ref _lostAnswers);

    public Guid PractitionerId => practitionerId;

    public Task<Answer> GetAsync(string path, CancellationToken cancellation) => AskAsync(HttpMethod.Get, path, null, cancellation);

    public Task<Answer> PostAsync(string path, object body, CancellationToken cancellation) => AskAsync(HttpMethod.Post, path, body, cancellation);

    private async Task<Answer> AskAsync(HttpMethod method, string path, object? body, CancellationToken cancellation)
    {
        var wasUnsure = false;
        while (true)
        {
            if (_cookie is null)
            {
                await SignInAsync(cancellation);
            }

            if (await TryAsync(method, path, body, cancellation) is not { } answer)
            {
                wasUnsure = true;
            }
            else if (answer.Status == HttpStatusCode.Unauthorized)
            {
                _cookie = null;
            }
            else if ((int)answer.Status < 500 && answer.Status != HttpStatusCode.TooManyRequests)
            {
                return answer with { WasUnsure = wasUnsure };
            }
            else
            {
                wasUnsure = true;
            }

            _node++;
            await Chance.PauseAsync(20, 250, cancellation);
        }
    }

    private async Task SignInAsync(CancellationToken cancellation)
    {
        while (_cookie is null)
        {
            if (await TryAsync(HttpMethod.Post, "/api/session", new { userName, password = Password }, cancellation) is not { IsOk: true })
            {
                _node++;
                await Chance.PauseAsync(50, 500, cancellation);
            }
        }
    }

    /// <summary>Null when nobody knows whether it happened.</summary>
    private async Task<Answer?> TryAsync(HttpMethod method, string path, object? body, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_patience);
        using var request = new HttpRequestMessage(method, lab.Nodes[_node % lab.Nodes.Count].Url + path);
        request.Headers.Add("X-Telehealth", "1");
        request.Content = body is null ? null : JsonContent.Create(body);
        if (_cookie is not null)
        {
            request.Headers.Add("Cookie", _cookie);
        }

        try
        {
            using var answer = await _network.SendAsync(request, limit.Token);
            var text = await answer.Content.ReadAsStringAsync(limit.Token);
            if (answer.IsSuccessStatusCode && answer.Headers.TryGetValues("Set-Cookie", out var cookies))
            {
                _cookie = string.Join("; ", cookies.Select(cookie => cookie.Split(';')[0]));
            }

            return new Answer(answer.StatusCode, text.Length > 0 ? JsonNode.Parse(text) : null, false);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or JsonException
            || (error is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            Interlocked.Increment(ref _lostAnswers);
            return null;
        }
    }
}
