using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Telehealth.Coordination;

namespace Telehealth.Realtime;

/// <summary>Carries a hub's messages between nodes over Redis publish/subscribe. Redis away: messages still reach this node's own
/// connections, and browsers read again what they missed. Client results are not supported.</summary>
internal sealed partial class RedisHubLifetimeManager<THub> : HubLifetimeManager<THub>, IDisposable
    where THub : Hub
{
    private static readonly TimeSpan _acknowledgementTimeout = TimeSpan.FromSeconds(5);

    private readonly string _hub = typeof(THub).Name;
    private readonly string _server = Guid.NewGuid().ToString("N");
    private readonly HubConnectionStore _connections = new();
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _acknowledgements = new();
    private readonly HubAudiences _audiences;
    private readonly RedisConnection _redis;
    private readonly IHubProtocol _protocol;
    private readonly ILogger<RedisHubLifetimeManager<THub>> _log;
    private readonly SemaphoreSlim _startGate = new(1, 1);
    private bool _isStarted;
    private long _lastTicket;

    public RedisHubLifetimeManager(
        RedisConnection redis, IHubProtocolResolver protocols, ILogger<RedisHubLifetimeManager<THub>> log)
    {
        _redis = redis;
        _log = log;
        _protocol = protocols.GetProtocol("json", null)!;
        _audiences = new HubAudiences(redis, Deliver);
    }

    public override async Task OnConnectedAsync(HubConnectionContext connection)
    {
        await StartAsync();
        _connections.Add(connection);
        await _audiences.JoinAsync(RedisKeys.HubConnection(_hub, connection.ConnectionId), connection);
        if (!string.IsNullOrEmpty(connection.UserIdentifier))
        {
            await _audiences.JoinAsync(RedisKeys.HubUser(_hub, connection.UserIdentifier), connection);
        }
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        _connections.Remove(connection);
        return _audiences.LeaveAllAsync(connection);
    }

    public override Task AddToGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default) =>
        _connections[connectionId] is { } connection
            ? _audiences.JoinAsync(RedisKeys.HubGroup(_hub, groupName), connection)
            : AskOwnerAsync(HubEnvelopeKind.AddToGroup, connectionId, groupName, cancellationToken);

    public override Task RemoveFromGroupAsync(
        string connectionId, string groupName, CancellationToken cancellationToken = default) =>
        _connections[connectionId] is { } connection
            ? _audiences.LeaveAsync(RedisKeys.HubGroup(_hub, groupName), connection)
            : AskOwnerAsync(HubEnvelopeKind.RemoveFromGroup, connectionId, groupName, cancellationToken);

    public override Task SendAllAsync(string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        PublishAsync(RedisKeys.HubAll(_hub), methodName, args, null, cancellationToken);

    public override Task SendAllExceptAsync(
        string methodName, object?[] args, IReadOnlyList<string> excludedConnectionIds, CancellationToken cancellationToken = default) =>
        PublishAsync(RedisKeys.HubAll(_hub), methodName, args, excludedConnectionIds, cancellationToken);

    public override Task SendConnectionAsync(
        string connectionId, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        _connections[connectionId] is { } connection
            ? connection.WriteAsync(new InvocationMessage(methodName, args), cancellationToken).AsTask()
            : PublishAsync(RedisKeys.HubConnection(_hub, connectionId), methodName, args, null, cancellationToken);

    public override Task SendConnectionsAsync(
        IReadOnlyList<string> connectionIds, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        Task.WhenAll(connectionIds.Select(id => SendConnectionAsync(id, methodName, args, cancellationToken)));

    public override Task SendGroupAsync(
        string groupName, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        PublishAsync(RedisKeys.HubGroup(_hub, groupName), methodName, args, null, cancellationToken);

    public override Task SendGroupExceptAsync(
        string groupName,
        string methodName,
        object?[] args,
        IReadOnlyList<string> excludedConnectionIds,
        CancellationToken cancellationToken = default) =>
        PublishAsync(RedisKeys.HubGroup(_hub, groupName), methodName, args, excludedConnectionIds, cancellationToken);

    public override Task SendGroupsAsync(
        IReadOnlyList<string> groupNames, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        Task.WhenAll(groupNames.Select(group => SendGroupAsync(group, methodName, args, cancellationToken)));

    public override Task SendUserAsync(
        string userId, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        PublishAsync(RedisKeys.HubUser(_hub, userId), methodName, args, null, cancellationToken);

    public override Task SendUsersAsync(
        IReadOnlyList<string> userIds, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        Task.WhenAll(userIds.Select(user => SendUserAsync(user, methodName, args, cancellationToken)));

    public void Dispose() => _startGate.Dispose();

    /// <summary>Listens to what concerns the whole node. With Redis away the next connection tries again.</summary>
    private async Task StartAsync()
    {
        await _startGate.WaitAsync();
        try
        {
            if (!_isStarted)
            {
                var refusal = await _redis.SubscribeAsync(
                    RedisKeys.HubAll(_hub), message => Deliver(message, _connections), CancellationToken.None);
                refusal ??= await _redis.SubscribeAsync(
                    RedisKeys.HubServer(_hub, _server), Acknowledge, CancellationToken.None);
                _isStarted = refusal is null;
            }
        }
        finally
        {
            _startGate.Release();
        }
    }

    private async Task PublishAsync(
        string channel, string method, object?[] args, IReadOnlyList<string>? except, CancellationToken cancellation)
    {
        var payload = _protocol.GetMessageBytes(new InvocationMessage(method, args)).ToArray();
        var bytes = HubEnvelope.Send(payload, except).ToBytes();
        var (_, refusal) = await _redis.PublishAsync(channel, bytes, cancellation);
        if (refusal is not null)
        {
            Deliver(bytes, channel == RedisKeys.HubAll(_hub) ? _connections : _audiences.On(channel) ?? new HubConnectionStore());
        }
    }

    private async Task AskOwnerAsync(HubEnvelopeKind kind, string connectionId, string group, CancellationToken cancellation)
    {
        await StartAsync();
        var ticket = Interlocked.Increment(ref _lastTicket);
        var acknowledged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _acknowledgements[ticket] = acknowledged;
        try
        {
            var envelope = new HubEnvelope(kind, _server, group, ticket, [], []);
            var (receivers, _) = await _redis.PublishAsync(
                RedisKeys.HubConnection(_hub, connectionId), envelope.ToBytes(), cancellation);
            if (receivers > 0)
            {
                await acknowledged.Task.WaitAsync(_acknowledgementTimeout, cancellation);
            }
        }
        catch (TimeoutException)
        {
            // The connection is going with its node; there is nobody to be in the group.
            LogUnacknowledged(connectionId);
        }
        finally
        {
            _acknowledgements.TryRemove(ticket, out _);
        }
    }

    private void Deliver(byte[] bytes, HubConnectionStore members)
    {
        var envelope = HubEnvelope.Read(bytes);
        if (envelope.Kind != HubEnvelopeKind.Send)
        {
            _ = ChangeGroupAsync(envelope, [.. members]);
            return;
        }

        var message = envelope.ToMessage(_protocol);
        foreach (var connection in members)
        {
            if (!envelope.Except.Contains(connection.ConnectionId))
            {
                // Not awaited: one slow browser must not hold up the others. SignalR ends it when its buffer is full.
                _ = connection.WriteAsync(message).AsTask();
            }
        }
    }

    private async Task ChangeGroupAsync(HubEnvelope envelope, IReadOnlyList<HubConnectionContext> members)
    {
        var channel = RedisKeys.HubGroup(_hub, envelope.Subject);
        foreach (var connection in members)
        {
            await (envelope.Kind == HubEnvelopeKind.AddToGroup
                ? _audiences.JoinAsync(channel, connection)
                : _audiences.LeaveAsync(channel, connection));
        }

        var answer = envelope with { Kind = HubEnvelopeKind.Acknowledge };
        await _redis.PublishAsync(RedisKeys.HubServer(_hub, envelope.Origin), answer.ToBytes(), CancellationToken.None);
    }

    private void Acknowledge(byte[] bytes)
    {
        if (_acknowledgements.TryGetValue(HubEnvelope.Read(bytes).Ticket, out var waiting))
        {
            waiting.TrySetResult();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No node answered for connection {ConnectionId}")]
    private partial void LogUnacknowledged(string connectionId);
}
