using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Telehealth.Coordination;

namespace Telehealth.Rooms;

/// <summary>Asks other nodes what they hold, without Redis. Who answers nothing in time is dead.</summary>
internal sealed partial class RoomProbe(
    IHttpClientFactory clients, NodeWatch watch, NodeSeal seal, ThisNode self, ILogger<RoomProbe> log)
{
    /// <summary>Name of the client among those of the process.</summary>
    public const string Client = "nodes";

    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private readonly ConcurrentDictionary<string, bool> _strangers = new();

    /// <summary>Null: dead, or never heard of.</summary>
    public async Task<RoomHolding?> AskAsync(string node, Guid room, CancellationToken cancellation)
    {
        if (watch.AddressOf(node) is not { Length: > 0 } address)
        {
            return null;
        }

        var question = seal.Seal(NodeWords.AskHolding(node, room));
        using var request = new HttpRequestMessage(HttpMethod.Get, address + NodeWords.HoldingPath(room));
        request.Headers.Add(NodeWords.SealHeader, question);
        var holding = await SendAsync(request, answer => ReadAsync(answer, question, cancellation), cancellation);
        Note(node, holding);
        return holding;
    }

    /// <summary>Which node holds the room by its own word; the one with the highest epoch when several do.</summary>
    public async Task<Lease?> FindHolderAsync(Guid room, CancellationToken cancellation)
    {
        var others = watch.Nodes.Where(node => node.HoldsRooms && node.Name != self.Name);
        var answers = await Task.WhenAll(others.Select(async node => (node.Name, Answer: await AskAsync(node.Name, room, cancellation))));
        return answers.Where(answer => answer.Answer is { Holds: true, IsStranger: false })
            .Select(answer => new Lease(answer.Name, answer.Answer!.Epoch))
            .MaxBy(lease => lease.Epoch);
    }

    /// <summary>Whether the node heard that its rooms were taken over.</summary>
    public async Task<bool> TellTakenAsync(string node, TakenRooms taken, CancellationToken cancellation)
    {
        if (watch.AddressOf(node) is not { Length: > 0 } address)
        {
            return false;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, address + NodeWords.TakenPath);
        request.Headers.Add(NodeWords.SealHeader, seal.Seal(NodeWords.TellTaken(node, taken)));
        request.Content = JsonContent.Create(taken);
        return await SendAsync(request, answer => Task.FromResult(answer.IsSuccessStatusCode ? taken : null), cancellation) is not null;
    }

    private async Task<T?> SendAsync<T>(
        HttpRequestMessage request, Func<HttpResponseMessage, Task<T?>> read, CancellationToken cancellation)
        where T : class
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            using var answer = await clients.CreateClient(Client).SendAsync(request, patience.Token);
            return await read(answer);
        }
        catch (Exception error) when (error is HttpRequestException or JsonException or IOException
            || (error is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>Once until it is known again: each room asks.</summary>
    private void Note(string node, RoomHolding? holding)
    {
        if (holding is { IsStranger: true } && _strangers.TryAdd(node, true))
        {
            LogStranger(node);
        }
        else if (holding is { IsStranger: false })
        {
            _strangers.TryRemove(node, out _);
        }
    }

    private async Task<RoomHolding?> ReadAsync(HttpResponseMessage answer, string question, CancellationToken cancellation)
    {
        if (!answer.IsSuccessStatusCode)
        {
            // Somebody who refuses our seal is alive, and may hold the room; anything else comes from a stranger.
            return answer.StatusCode == HttpStatusCode.Unauthorized ? new RoomHolding(true, 0, IsStranger: true) : null;
        }

        var said = await answer.Content.ReadFromJsonAsync<SealedHolding>(cancellation);
        var holding = said is null ? null : new RoomHolding(said.Holds, said.Epoch);
        return holding is not null && seal.Check(said!.Seal, NodeWords.AnswerHolding(question, holding)) ? holding : null;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Node {Node} refuses our seal: its clock or ours is wrong, or Rooms:PassKey differs")]
    private partial void LogStranger(string node);
}
