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
    private static readonly TimeSpan _acknowledgementTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Reading again is a burden on the database, so a node's browsers do it spread over time.</summary>
    private const int RereadsPerSecond = 200;

    private const int LongestRereadSeconds = 20;

    private readonly ConcurrentDictionary<string, HubLine> _lines = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _acknowledgements = new();
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
            : new HubBus(redis, RedisKeys.Hub(typeof(THub).Name), Deliver, log) { AwayChanged = TellDelayed, Missed = TellMissed };
        _bus?.Start();
    }

    public int Connections => _lines.Count;

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
            _groups.LeaveAll(line);
            if (!string.IsNullOrEmpty(line.User))
            {
                _users.Leave(line.User, line);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>To the connections of this node alone.</summary>
    public void TellOwn(string method, object?[] args) => Tell(_lines.Values, method, args);

    /// <summary>Ends the connections that a session opened, on all nodes.</summary>
    public async Task EndSessionAsync(string session, CancellationToken cancellation)
    {
        var envelope = HubEnvelope.Ask(HubEnvelopeKind.EndSession, session, "", 0);
        Deliver(envelope);
        await SayAsync(envelope, cancellation);
    }

    public override Task AddToGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default) =>
        ChangeGroupAsync(HubEnvelopeKind.AddToGroup, connectionId, groupName, cancellationToken);

    public override Task RemoveFromGroupAsync(
        string connectionId, string groupName, CancellationToken cancellationToken = default) =>
        ChangeGroupAsync(HubEnvelopeKind.RemoveFromGroup, connectionId, groupName, cancellationToken);

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
    private Task SendAsync(
        HubEnvelopeKind kind, string target, string method, object?[] args, IReadOnlyList<string>? except, CancellationToken cancellation)
    {
        var payload = _protocol.GetMessageBytes(new InvocationMessage(method, args));
        var envelope = HubEnvelope.Send(kind, target, payload, except);
        Deliver(envelope);
        return SayAsync(envelope, cancellation).AsTask();
    }

    private ValueTask SayAsync(HubEnvelope envelope, CancellationToken cancellation) =>
        _bus?.SayAsync(envelope, cancellation) ?? ValueTask.CompletedTask;

    private async Task ChangeGroupAsync(HubEnvelopeKind kind, string connectionId, string group, CancellationToken cancellation)
    {
        if (TryChangeOwn(kind, connectionId, group) || _bus is null or { IsAway: true })
        {
            return;
        }

        var ticket = Interlocked.Increment(ref _lastTicket);
        var acknowledged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _acknowledgements[ticket] = acknowledged;
        try
        {
            var request = HubEnvelope.Ask(kind, connectionId, group, ticket);
            await SayAsync(request with { Except = [_bus.Node.ToString("N")] }, cancellation);
            await acknowledged.Task.WaitAsync(_acknowledgementTimeout, cancellation);
        }
        catch (TimeoutException)
        {
            // The connection is gone, perhaps with its node; there is nobody to be in the group.
            LogUnacknowledged(connectionId);
        }
        finally
        {
            _acknowledgements.TryRemove(ticket, out _);
        }
    }

    private bool TryChangeOwn(HubEnvelopeKind kind, string connectionId, string group)
    {
        if (!_lines.TryGetValue(connectionId, out var line))
        {
            return false;
        }

        if (kind == HubEnvelopeKind.AddToGroup)
        {
            _groups.Join(group, line);
            if (!_lines.ContainsKey(connectionId))
            {
                // It ended meanwhile and left its groups before it joined this one.
                _groups.LeaveAll(line);
            }
        }
        else
        {
            _groups.Leave(group, line);
        }

        return true;
    }

    /// <summary>What another node, or this one, said.</summary>
    private void Deliver(HubEnvelope envelope)
    {
        switch (envelope.Kind)
        {
            case HubEnvelopeKind.SendAll:
                Write(_lines.Values, envelope);
                break;
            case HubEnvelopeKind.SendGroup:
                Write(_groups.Of(envelope.Target), envelope);
                break;
            case HubEnvelopeKind.SendUser:
                Write(_users.Of(envelope.Target), envelope);
                break;
            case HubEnvelopeKind.SendConnection when _lines.TryGetValue(envelope.Target, out var line):
                Write([line], envelope);
                break;
            case HubEnvelopeKind.AddToGroup or HubEnvelopeKind.RemoveFromGroup
                when TryChangeOwn(envelope.Kind, envelope.Target, envelope.Group):
                _ = SayAsync(HubEnvelope.Ask(HubEnvelopeKind.Acknowledge, envelope.Except[0], "", envelope.Ticket), default).AsTask();
                break;
            case HubEnvelopeKind.Acknowledge when envelope.Target == _bus?.Node.ToString("N"):
                if (_acknowledgements.TryGetValue(envelope.Ticket, out var waiting))
                {
                    waiting.TrySetResult();
                }

                break;
            case HubEnvelopeKind.EndSession:
                foreach (var own in _lines.Values.Where(own => own.IsOfSession(envelope.Target)))
                {
                    own.Cut();
                }

                break;
        }
    }

    private void Write(IEnumerable<HubLine> lines, HubEnvelope envelope)
    {
        SerializedHubMessage? message = null;
        foreach (var line in lines)
        {
            if (!envelope.Except.Contains(line.Id))
            {
                message ??= new SerializedHubMessage([new SerializedMessage(_protocol.Name, envelope.Payload)]);
                line.Write(message, envelope.Payload.Length);
            }
        }
    }

    private void Tell(IEnumerable<HubLine> lines, string method, object?[] args)
    {
        var payload = _protocol.GetMessageBytes(new InvocationMessage(method, args));
        Write(lines, HubEnvelope.Send(HubEnvelopeKind.SendAll, "", payload, null));
    }

    private void TellDelayed(bool isAway)
    {
        TellOwn(nameof(IClinicClient.LiveUpdatesDelayed), [isAway]);
        if (!isAway)
        {
            TellMissed();
        }
    }

    private void TellMissed() =>
        TellOwn(nameof(IClinicClient.ReadAgain), [Math.Clamp(Connections / RereadsPerSecond, 1, LongestRereadSeconds)]);

    private void CutStuck()
    {
        foreach (var line in _lines.Values)
        {
            line.CutWhenStuck();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "No node answered for connection {ConnectionId}")]
    private partial void LogUnacknowledged(string connectionId);
}
