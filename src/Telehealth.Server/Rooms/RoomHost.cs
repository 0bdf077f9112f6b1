using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Telehealth.Media;

namespace Telehealth.Rooms;

/// <summary>Runs the media server inside this process and knows which rooms and seats were ended.</summary>
internal sealed class RoomHost : IHostedService, IHealthCheck, IAsyncDisposable
{
    /// <summary>Passes for a standby come from a seat, so none is left this long after its end.</summary>
    private static readonly TimeSpan _longestPass = RoomPass.Lifetime + RoomPass.SpareLifetime;

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _closedAt = new();
    private readonly ConcurrentDictionary<(Guid Room, string Seat), DateTimeOffset> _removedAt = new();
    private readonly ConcurrentDictionary<(Guid Room, string Seat), (long Before, DateTimeOffset NotedAt)> _rounds = new();
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
    /// <param name="memory">What the room is to remember when this opens it.</param>
    public (Seat? Seat, Refusal? Refusal) Enter(RoomTicket ticket, RoomMemory memory)
    {
        if (IsClosed(ticket) || IsRemoved(ticket))
        {
            return (null, RoomRefusals.Closed);
        }

        var rights = new SeatRights(
            ticket.Rights.HasFlag(RoomRights.PublishAudio),
            ticket.Rights.HasFlag(RoomRights.PublishVideo),
            ticket.Rights.HasFlag(RoomRights.PublishScreen),
            ticket.Rights.HasFlag(RoomRights.Subscribe),
            ticket.Rights.HasFlag(RoomRights.Moderate));
        var (seat, refusal) = _media.Enter(new RoomId(ticket.Room.ToString("N")), new SeatId(ticket.Seat), rights, memory);
        return (seat, RoomRefusals.Media(refusal));
    }

    /// <summary>Ends the room for everybody; passes given until then open it no more.</summary>
    public void Close(Guid room, DateTimeOffset at)
    {
        NoteClosed(room, at);
        End(room);
    }

    public void End(Guid room) => _media.CloseRoom(new RoomId(room.ToString("N")));

    /// <summary>Passes given until then open the room no more.</summary>
    public void NoteClosed(Guid room, DateTimeOffset at)
    {
        Raise(_closedAt, room, at);
        Forget(_closedAt, _clock.GetUtcNow());
    }

    public bool IsClosed(RoomTicket ticket) => _closedAt.TryGetValue(ticket.Room, out var closedAt) && ticket.IsGivenUntil(closedAt);

    /// <summary>What another node must know to go on with the room; null when it is not open here.</summary>
    public RoomMemory? Recall(Guid room) => _media.Recall(new RoomId(room.ToString("N")));

    /// <summary>Passes of the seat that are over open nothing more.</summary>
    public void Remove(RemovedSeat removed)
    {
        var (seat, now) = ((removed.Room, removed.Seat), _clock.GetUtcNow());
        if (removed.Until != default)
        {
            Raise(_removedAt, seat, removed.Until);
            Forget(_removedAt, now);
        }

        if (removed.Before > 0)
        {
            _rounds.AddOrUpdate(seat, (removed.Before, now), (_, known) => (Math.Max(known.Before, removed.Before), now));
            foreach (var (known, (_, notedAt)) in _rounds)
            {
                if (notedAt + _longestPass < now)
                {
                    _rounds.TryRemove(known, out _);
                }
            }
        }
    }

    public bool IsRemoved(RoomTicket ticket)
    {
        var seat = (ticket.Room, ticket.Seat);
        return (_removedAt.TryGetValue(seat, out var removedAt) && ticket.IsGivenUntil(removedAt))
            || (_rounds.TryGetValue(seat, out var known) && ticket.Round < known.Before);
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_media.IsListening
            ? HealthCheckResult.Healthy()
            : new HealthCheckResult(context.Registration.FailureStatus, "The media port is not bound."));

    /// <summary>Word of an earlier end may come later.</summary>
    private static void Raise<TKey>(ConcurrentDictionary<TKey, DateTimeOffset> ended, TKey key, DateTimeOffset at)
        where TKey : notnull =>
        ended.AddOrUpdate(key, at, (_, before) => before > at ? before : at);

    private static void Forget<TKey>(ConcurrentDictionary<TKey, DateTimeOffset> ended, DateTimeOffset now)
        where TKey : notnull
    {
        foreach (var (known, endedAt) in ended)
        {
            if (endedAt + _longestPass < now)
            {
                ended.TryRemove(known, out _);
            }
        }
    }

    public ValueTask DisposeAsync() =>
        Interlocked.Exchange(ref _isRunning, 0) == 1 ? _media.DisposeAsync() : ValueTask.CompletedTask;
}
