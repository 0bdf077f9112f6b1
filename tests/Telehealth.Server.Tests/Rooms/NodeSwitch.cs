using System.Collections.Concurrent;
using System.Net;

namespace Telehealth.Rooms;

/// <summary>The wires between nodes of one test process: a node is reached by its name, or dead, or asleep.</summary>
public sealed class NodeSwitch : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, HttpMessageInvoker> _nodes = new();
    private readonly ConcurrentDictionary<string, bool> _dead = new();
    private readonly ConcurrentDictionary<string, bool> _asleep = new();

    public void Plug(string host, HttpMessageHandler node) => _nodes[host] = new HttpMessageInvoker(node, disposeHandler: false);

    /// <summary>Whoever connects is refused.</summary>
    public void Kill(string host) => _dead[host] = true;

    /// <summary>Whoever connects waits, as at a process that is stopped.</summary>
    public void Sleep(string host) => _asleep[host] = true;

    public void Wake(string host)
    {
        _asleep.TryRemove(host, out _);
        _dead.TryRemove(host, out _);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var host = request.RequestUri!.Host;
        if (_asleep.ContainsKey(host))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }

        return _nodes.TryGetValue(host, out var node) && !_dead.ContainsKey(host)
            ? await node.SendAsync(request, cancellationToken)
            : throw new HttpRequestException(HttpRequestError.ConnectionError, "refused", null, HttpStatusCode.ServiceUnavailable);
    }
}
