using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Telehealth.Coordination;

namespace Telehealth.Realtime;

/// <summary>Brings a hub's messages to this node's connections, and over <see cref="HubBus"/> to those of the others. Redis away: this
/// node's own still hear each other, are told that news come late, and read again once it is back. Client results are not supported.</summary>
internal sealed partial class FanOutLifetimeManager<THub> : HubLifetimeManager<THub>, IAsyncDisposable
    where THub : Hub
{
    /// <summary>Reading again is a burden on the database, so a node's browsers do it spread over time.</summary>
    private const int RereadsPerSecond = 200;

    private const int LongestRereadSeconds = 20;

    private readonly ConcurrentDictionary<string, HubLine> _lines = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _acknowledgements = new();
    private readonly SaidEnds _ended = new();
    private readonly HubAudiences _groups = new();
    private readonly HubAudiences _users = new();
    private readonly IHubProtocol _protocol;
    private readonly HubBus? _bus;
    private readonly Timer _watch;
    private readonly ILogger<FanOutLifetimeManager<THub>> _log;
    private long _lastTicket;

    public FanOutLifetimeManager(RedisConnection? redis, IHubProtocolResolver protocols, ILogger<FanOutLifetimeManager<THub>> log)
    {
        _log = log;
        _protocol = protocols.GetProtocol("json", null)!;
        _watch = new Timer(_ => CutStuck(), null, HubLine.LongestUnsent / 10, HubLine.LongestUnsent / 10);
        _bus = redis is null
            ? null
            : new HubBus(redis, RedisKeys.Hub(typeof(THub).Name), DeliverAsync, log) { AwayChanged = TellDelayed, Missed = TellMissed };
        _bus?.Start();
    }

    public int Connections => _lines.Count;

    /// <summary>Whether other nodes are heard, or there are none.</summary>
    public bool IsLinked => _bus is null or { IsLinked: true, IsAway: false };

    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        var line = new HubLine(connection);
        _lines[line.Id] = line;
        if (!string.IsNullOrEmpty(line.User))
        {
            _users.Join(line.User, line);
        }

        if (_bus?.IsAway == true)
        {
            Tell([line], nameof(IClinicClient.LiveUpdatesDelayed), [true]);
            if (!_bus.IsAway)
            {
                // They came back while we told.
                Tell([line], nameof(IClinicClient.LiveUpdatesDelayed), [false]);
            }
        }

        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        if (_lines.TryRemove(connection.ConnectionId, out var line))
        {
            LeaveGroups(line);
            if (!string.IsNullOrEmpty(line.User))
            {
                _users.Leave(line.User, line);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>To the connections of this node alone.</summary>
    public void TellOwn(string method, object?[] args) => Tell(_lines.Values, method, args);

    public override Task SendAllAsync(string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        SendAsync(HubEnvelopeKind.SendAll, "", methodName, args, null, cancellationToken);

    public override Task SendAllExceptAsync(
        string methodName, object?[] args, IReadOnlyList<string> excludedConnectionIds, CancellationToken cancellationToken = default) =>
        SendAsync(HubEnvelopeKind.SendAll, "", methodName, args, excludedConnectionIds, cancellationToken);

    public override Task SendConnectionAsync(
        string connectionId, string methodName, object?[] args, CancellationToken cancellationToken = default)
    {
        if (!_lines.TryGetValue(connectionId, out var line))
        {
            return SendAsync(HubEnvelopeKind.SendConnection, connectionId, methodName, args, null, cancellationToken);
        }

        Tell([line], methodName, args);
        return Task.CompletedTask;
    }

    public override Task SendConnectionsAsync(
        IReadOnlyList<string> connectionIds, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        Task.WhenAll(connectionIds.Select(id => SendConnectionAsync(id, methodName, args, cancellationToken)));

    public override Task SendGroupAsync(
        string groupName, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        SendAsync(HubEnvelopeKind.SendGroup, groupName, methodName, args, null, cancellationToken);

    public override Task SendGroupExceptAsync(
        string groupName,
        string methodName,
        object?[] args,
        IReadOnlyList<string> excludedConnectionIds,
        CancellationToken cancellationToken = default) =>
        SendAsync(HubEnvelopeKind.SendGroup, groupName, methodName, args, excludedConnectionIds, cancellationToken);

    public override Task SendGroupsAsync(
        IReadOnlyList<string> groupNames, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        Task.WhenAll(groupNames.Select(group => SendGroupAsync(group, methodName, args, cancellationToken)));

    public override Task SendUserAsync(
        string userId, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        SendAsync(HubEnvelopeKind.SendUser, userId, methodName, args, null, cancellationToken);

    public override Task SendUsersAsync(
        IReadOnlyList<string> userIds, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        Task.WhenAll(userIds.Select(user => SendUserAsync(user, methodName, args, cancellationToken)));

    public async ValueTask DisposeAsync()
    {
        await _watch.DisposeAsync();
        await (_bus?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    /// <summary>Own connections get it at once, so that they need no Redis; the others over the bus.</summary>
    private async Task SendAsync(
        HubEnvelopeKind kind, string target, string method, object?[] args, IReadOnlyList<string>? except, CancellationToken cancellation)
    {
        var payload = _protocol.GetMessageBytes(new InvocationMessage(method, args));
        var envelope = HubEnvelope.Send(kind, target, payload, except);
        var delivered = DeliverAsync(envelope);
        await SayAsync(envelope, cancellation);
        await delivered;
    }

    private ValueTask SayAsync(HubEnvelope envelope, CancellationToken cancellation) =>
        _bus?.SayAsync(envelope, cancellation) ?? ValueTask.CompletedTask;

    /// <summary>What another node, or this one, said.</summary>
    private ValueTask DeliverAsync(HubEnvelope envelope)
    {
        switch (envelope.Kind)
        {
            case HubEnvelopeKind.SendAll:
                return WriteAsync(_lines.Values, envelope);
            case HubEnvelopeKind.SendGroup:
                return WriteAsync(_groups.Of(envelope.Target), envelope);
            case HubEnvelopeKind.SendUser:
                return WriteAsync(_users.Of(envelope.Target), envelope);
            case HubEnvelopeKind.SendConnection when _lines.TryGetValue(envelope.Target, out var line):
                return WriteAsync([line], envelope);
            case HubEnvelopeKind.AddToGroup or HubEnvelopeKind.RemoveFromGroup
                when TryChangeOwn(envelope.Kind, envelope.Target, envelope.Group):
                return SayAsync(HubEnvelope.Ask(HubEnvelopeKind.Acknowledge, envelope.Except[0], "", envelope.Ticket), default);
            case HubEnvelopeKind.Acknowledge when envelope.Target == _bus?.Node.ToString("N"):
                if (_acknowledgements.TryGetValue(envelope.Ticket, out var waiting))
                {
                    waiting.TrySetResult();
                }

                break;
            case HubEnvelopeKind.EndSession:
                End(_lines.Values.Where(own => own.IsOfSession(envelope.Target)), envelope);
                break;
            case HubEnvelopeKind.EndPerson:
                End(_lines.Values.Where(own => own.IsOfPerson(envelope.Target, envelope.Group)), envelope);
                break;
            case HubEnvelopeKind.RepeatEnds:
                _ = RepeatEndsAsync();
                break;
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Done when all took it, or soon after: a sender that is faster than everybody is slowed, one slow browser slows nobody.</summary>
    private ValueTask WriteAsync(IEnumerable<HubLine> lines, HubEnvelope envelope)
    {
        SerializedHubMessage? message = null;
        List<Task>? pending = null;
        foreach (var line in lines)
        {
            if (!envelope.Except.Contains(line.Id))
            {
                message ??= new SerializedHubMessage([new SerializedMessage(_protocol.Name, envelope.Payload)]);
                if (line.Write(message, envelope.Payload.Length) is { } waiting)
                {
                    (pending ??= []).Add(waiting);
                }
            }
        }

        return pending is null ? ValueTask.CompletedTask : new ValueTask(Task.WhenAny(Task.WhenAll(pending), Task.Delay(HubLine.Grace)));
    }

    private void Tell(IEnumerable<HubLine> lines, string method, object?[] args)
    {
        var payload = _protocol.GetMessageBytes(new InvocationMessage(method, args));
        _ = WriteAsync(lines, HubEnvelope.Send(HubEnvelopeKind.SendAll, "", payload, null)).AsTask();
    }

    private void TellDelayed(bool isAway)
    {
        TellOwn(nameof(IClinicClient.LiveUpdatesDelayed), [isAway]);
        if (!isAway)
        {
            TellMissed();
        }
    }

    private void TellMissed()
    {
        TellOwn(nameof(IClinicClient.ReadAgain), [Math.Clamp(Connections / RereadsPerSecond, 1, LongestRereadSeconds)]);

        // Reading again heals all news but this.
        _ = SayAsync(HubEnvelope.Ask(HubEnvelopeKind.RepeatEnds, "", "", 0), default).AsTask();
    }

    private async Task RepeatEndsAsync()
    {
        foreach (var ended in _ended.All)
        {
            await SayAsync(ended, default);
        }
    }

    private void CutStuck()
    {
        foreach (var line in _lines.Values)
        {
            line.CutWhenStuck();
        }
    }
}
