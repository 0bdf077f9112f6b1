using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using Telehealth.Coordination;

namespace Telehealth.Realtime;

/// <summary>Tells browsers what changed. Call after the change is stored; nothing here fails or delays the caller. Queue events of a
/// department are gathered for <see cref="QueueWindow"/>, because one accepted patient moves everybody's place.</summary>
public sealed partial class ClinicNotifications : BackgroundService
{
    internal static readonly TimeSpan QueueWindow = TimeSpan.FromMilliseconds(150);

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    private readonly Channel<Func<IHubClients<IClinicClient>, Task>> _outbox =
        Channel.CreateBounded<Func<IHubClients<IClinicClient>, Task>>(
            new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly Lock _gate = new();
    private readonly HashSet<Guid> _pendingQueues = [];
    private readonly Func<IHubClients<IClinicClient>> _clients;
    private readonly ILogger<ClinicNotifications> _log;
    private readonly PresenceNews _presences;

    internal ClinicNotifications(Func<IHubClients<IClinicClient>> clients, ILogger<ClinicNotifications> log)
    {
        _clients = clients;
        _log = log;
        _presences = new PresenceNews((departmentId, changes) => Post(clients => clients
            .Groups(HubGroups.Department(departmentId), HubGroups.Presence(departmentId))
            .PresencesChanged(departmentId, changes)));
    }

    /// <summary>Somebody joined, left or moved in the department's queue.</summary>
    public void QueueChanged(Guid departmentId)
    {
        lock (_gate)
        {
            if (!_pendingQueues.Add(departmentId))
            {
                return;
            }
        }

        _ = SendQueueLaterAsync(departmentId);
    }

    /// <summary>Status, case, note or patient's presence of a consultation changed.</summary>
    public void ConsultationChanged(Guid consultationId) =>
        Post(clients => clients.Group(HubGroups.Consultation(consultationId)).ConsultationChanged(consultationId));

    /// <summary>The waiting patient's turn is near.</summary>
    public void TurnNear(Guid consultationId) =>
        Post(clients => clients.Group(HubGroups.Consultation(consultationId)).TurnNear(consultationId));

    /// <summary>A chat message was stored.</summary>
    public void MessagePosted(Guid consultationId, long sequence) =>
        Post(clients => clients.Group(HubGroups.Consultation(consultationId)).MessagePosted(consultationId, sequence));

    /// <summary>What a presence store answered; may be empty.</summary>
    public void PresenceChanged(IReadOnlyList<PresenceEntry> changes)
    {
        _presences.Tell(changes.Where(change => change.Scope.Place == PresencePlace.Department));
        foreach (var change in changes.Where(change => change.Scope.Place == PresencePlace.Consultation))
        {
            ConsultationChanged(change.Scope.Id);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var send in _outbox.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                // One browser that does not read must not hold up everybody's news.
                await send(_clients()).WaitAsync(_patience, stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                LogLost(error);
            }
        }
    }

    private async Task SendQueueLaterAsync(Guid departmentId)
    {
        await Task.Delay(QueueWindow);
        lock (_gate)
        {
            _pendingQueues.Remove(departmentId);
        }

        Post(clients => clients.Group(HubGroups.Department(departmentId)).QueueChanged(departmentId));
    }

    private void Post(Func<IHubClients<IClinicClient>, Task> send) => _outbox.Writer.TryWrite(send);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A notification could not be sent; browsers read again when they reconnect")]
    private partial void LogLost(Exception error);
}
