namespace Telehealth.Realtime;

/// <summary>Who belongs to which group, on whichever node the connection is.</summary>
internal sealed partial class FanOutLifetimeManager<THub>
{
    private static readonly TimeSpan _acknowledgementTimeout = TimeSpan.FromSeconds(2);

    public override Task AddToGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default) =>
        ChangeGroupAsync(HubEnvelopeKind.AddToGroup, connectionId, groupName, cancellationToken);

    public override Task RemoveFromGroupAsync(
        string connectionId, string groupName, CancellationToken cancellationToken = default) =>
        ChangeGroupAsync(HubEnvelopeKind.RemoveFromGroup, connectionId, groupName, cancellationToken);

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
            line.Remember(group);
            _groups.Join(group, line);
            if (!_lines.ContainsKey(connectionId))
            {
                // It ended meanwhile and left its groups before it joined this one.
                LeaveGroups(line);
            }
        }
        else
        {
            line.Forget(group);
            _groups.Leave(group, line);
        }

        return true;
    }

    private void LeaveGroups(HubLine line)
    {
        foreach (var group in line.TakeAudiences())
        {
            _groups.Leave(group, line);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "No node answered for connection {ConnectionId}")]
    private partial void LogUnacknowledged(string connectionId);
}
