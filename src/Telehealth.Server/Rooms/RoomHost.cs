using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Telehealth.Media;

namespace Telehealth.Rooms;

/// <summary>Runs the media server inside this process and knows which rooms were ended.</summary>
internal sealed class RoomHost : IHostedService, IHealthCheck, IAsyncDisposable
{
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _closedAt = new();
    private readonly MediaServer _media;
    private readonly TimeProvider _clock;
    private int _isRunning;

    public RoomHost(IOptions<MediaOptions> options, TimeProvider clock, ILoggerFactory logs)
    {
        _clock = clock;

        // Packets have no other time than the real one, whatever clock the rest of the product is given.
        _media = new MediaServer(options.Value, TimeProvider.System, logs);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _media.Start();
        _isRunning = 1;
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken) => await DisposeAsync();

    /// <summary>Takes the seat a ticket allows; a live seat of the same id is closed as replaced.</summary>
    public (Seat? Seat, Refusal? Refusal) Enter(RoomTicket ticket)
    {
        if (_closedAt.TryGetValue(ticket.Room, out var closedAt) && ticket.ExpiresAt - RoomPass.Lifetime <= closedAt)
        {
            return (null, RoomRefusals.Closed);
        }

        var rights = new SeatRights(
            ticket.Rights.HasFlag(RoomRights.PublishAudio),
            ticket.Rights.HasFlag(RoomRights.PublishVideo),
            ticket.Rights.HasFlag(RoomRights.PublishScreen),
            ticket.Rights.HasFlag(RoomRights.Subscribe));
        var (seat, refusal) = _media.Enter(new RoomId(ticket.Room.ToString("N")), new SeatId(ticket.Seat), rights);
        return (seat, RoomRefusals.Media(refusal));
    }

    /// <summary>Ends the room for everybody; passes given until now open it no more.</summary>
    public void Close(Guid room)
    {
        var now = _clock.GetUtcNow();
        _closedAt[room] = now;
        foreach (var (known, closedAt) in _closedAt)
        {
            if (closedAt + RoomPass.Lifetime < now)
            {
                _closedAt.TryRemove(known, out _);
            }
        }

        _media.CloseRoom(new RoomId(room.ToString("N")));
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_media.IsListening
            ? HealthCheckResult.Healthy()
            : new HealthCheckResult(context.Registration.FailureStatus, "The media port is not bound."));

    public ValueTask DisposeAsync() =>
        Interlocked.Exchange(ref _isRunning, 0) == 1 ? _media.DisposeAsync() : ValueTask.CompletedTask;
}
