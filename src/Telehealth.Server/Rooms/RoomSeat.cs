using Telehealth.Media;

namespace Telehealth.Rooms;

/// <summary>The signalling connection that speaks for a seat now.</summary>
internal sealed record RoomLine(string ConnectionId, IRoomClient Client, Action HangUp);

/// <summary>A seat with its way to the browser. The seat outlives the signalling connection: what the browser must know is kept and
/// told again to the connection that takes over.</summary>
internal sealed partial class RoomSeat : IDisposable
{
    /// <summary>How long media runs on without signalling before the seat is given up.</summary>
    public static readonly TimeSpan ResumeTime = TimeSpan.FromSeconds(30);

    /// <summary>An event is not worth more than this much waiting for a browser that does not read.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _telling = new(1, 1);
    private readonly Seat _seat;
    private readonly ITimer _loss;
    private readonly ILogger _log;
    private volatile RoomLine? _line;

    // Only touched while telling.
    private SeatEvent.RoomChanged? _room;
    private SeatEvent.SpeakersChanged? _speakers;
    private SeatEvent.LayersWanted? _layers;
    private SeatEvent.VideoPaused? _paused;
    private SeatEvent.NarrowLink? _narrow;
    private SeatEvent.Offered? _unanswered;
    private readonly List<SeatEvent.Muted> _unheardMutes = [];
    private SpareDoor? _standby;
    private SpareDoor? _moveTo;
    private bool _needsPublishRestart;
    private volatile SeatEvent.Closed? _end;

    public RoomSeat(RoomTicket ticket, string session, Seat seat, TimeProvider clock, ILogger log)
    {
        Ticket = ticket;
        Session = session;
        _seat = seat;
        _log = log;
        _loss = clock.CreateTimer(_ => LeaveWhenLost(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public RoomTicket Ticket { get; }

    public string Session { get; }

    /// <summary>What moderates and publishes in this seat's name.</summary>
    public Seat Media => _seat;

    /// <summary>What this seat may do now.</summary>
    public SeatMay Rights => RoomWords.May(_seat.Rights);

    /// <summary>What the last word about the standby was made from.</summary>
    public Spare? Spare { get; private set; }

    public bool IsOver => _end is not null;

    public bool IsHeldBy(string connectionId) => !IsOver && _line?.ConnectionId == connectionId;

    /// <summary>Tells the browser what happens at the seat until the seat is over.</summary>
    public async Task RunAsync(RoomLine first)
    {
        _line = first;

        // The answer to Join goes first, as far as we can help it; a client that hears an event before it must cope.
        await Task.Yield();
        await foreach (var happened in _seat.Events.ReadAllAsync())
        {
            await _telling.WaitAsync();
            try
            {
                Remember(happened);
                await TellAsync(happened);
            }
            finally
            {
                _telling.Release();
            }
        }
    }

    /// <summary>Another connection of the same browser takes over; the browser hears again what it may have missed.</summary>
    public void TakeOver(RoomLine line)
    {
        var before = Interlocked.Exchange(ref _line, line);
        _loss.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (before?.ConnectionId != line.ConnectionId)
        {
            before?.HangUp();
        }

        _ = RepeatAsync();
    }

    /// <summary>The connection is gone; media runs on until somebody resumes or the time is over.</summary>
    public void Lose(string connectionId)
    {
        if (_line is { } line && line.ConnectionId == connectionId
            && Interlocked.CompareExchange(ref _line, null, line) == line)
        {
            _loss.Change(ResumeTime, Timeout.InfiniteTimeSpan);
        }
    }

    public async Task<(PublishAnswer? Answer, Refusal? Refusal)> PublishAsync(PublishOffer offer, CancellationToken cancellation)
    {
        var tracks = offer.Tracks.Select(track => new TrackIntent(track.Mid, track.Source, track.Muted)).ToList();
        var (sdp, refusal) = await _seat.PublishAsync(offer.Sdp, tracks, cancellation);
        if (sdp is null)
        {
            return (null, RoomRefusals.Media(refusal));
        }

        await _telling.WaitAsync(cancellation);
        _needsPublishRestart = false;
        _telling.Release();
        return (new PublishAnswer(offer.OfferId, sdp), null);
    }

    public async Task<Refusal?> AnswerAsync(SubscribeAnswer answer, CancellationToken cancellation)
    {
        var refusal = RoomRefusals.Media(await _seat.AnswerSubscriptionAsync(answer.OfferId, answer.Sdp, cancellation));
        if (refusal is null)
        {
            await _telling.WaitAsync(cancellation);
            _unanswered = _unanswered?.OfferId == answer.OfferId ? null : _unanswered;
            _telling.Release();
        }

        return refusal;
    }

    public void RestartSubscription() => _seat.RestartSubscription();

    public void SetTiles(IEnumerable<Tile> tiles) => _seat.SetTiles(
        [.. tiles.Select(tile => new TileSettings(new TrackId(tile.Track), tile.Visible, tile.Width, tile.Height, tile.Priority))]);

    public void SetMuted(TrackSource source, bool muted) => _seat.SetMuted(source, muted);

    public void Leave() => _seat.Leave();

    public void Remove() => _seat.Remove();

    /// <summary>Sends the browser back to the entrance, from where it finds the room.</summary>
    public async Task MoveAwayAsync(CancellationToken cancellation)
    {
        await _telling.WaitAsync(cancellation);
        await TellAsync(new SeatEvent.Closed("server_stopping"));
        _line = null;
        _telling.Release();
        _seat.Leave();
    }

    public Task TellStandbyAsync(Spare spare, SpareDoor? door)
    {
        Spare = spare;
        return TellInTurnAsync(() => _standby = door, client => client.Standby(door));
    }

    /// <summary>Asks the browser to go on at another node; this one forwards meanwhile.</summary>
    public Task TellMoveAsync(SpareDoor door) => TellInTurnAsync(() => _moveTo = door, client => client.MoveTo(door));

    /// <summary>Not repeated to a connection that resumes: the message itself comes when it is stored.</summary>
    public Task TellSaidAsync(SaidWord said) => TellInTurnAsync(() => { }, client => client.Said(said));

    public void Dispose() => _loss.Dispose();

    private async Task TellInTurnAsync(Action remember, Func<IRoomClient, Task> tell)
    {
        await _telling.WaitAsync();
        try
        {
            remember();
            await TellAsync(tell);
        }
        finally
        {
            _telling.Release();
        }
    }

    private async Task RepeatAsync()
    {
        await Task.Yield();
        await _telling.WaitAsync();
        try
        {
            var restart = _needsPublishRestart ? new SeatEvent.PublishRestartNeeded() : null;
            if (_standby is { } standby)
            {
                await TellAsync(client => client.Standby(standby));
            }

            if (_moveTo is { } moveTo)
            {
                await TellAsync(client => client.MoveTo(moveTo));
            }

            foreach (var known in (SeatEvent?[])[_room, _speakers, _layers, _paused, _narrow, .. _unheardMutes, _unanswered, restart, _end])
            {
                await TellAsync(known);
            }
        }
        finally
        {
            _telling.Release();
        }
    }

    private void LeaveWhenLost()
    {
        if (_line is null)
        {
            _seat.Leave();
        }
    }

    private void Remember(SeatEvent happened)
    {
        switch (happened)
        {
            case SeatEvent.RoomChanged room:
                _room = room;
                break;
            case SeatEvent.SpeakersChanged speakers:
                _speakers = speakers;
                break;
            case SeatEvent.LayersWanted layers:
                _layers = layers;
                break;
            case SeatEvent.VideoPaused paused:
                _paused = paused;
                break;
            case SeatEvent.NarrowLink narrow:
                _narrow = narrow;
                break;
            case SeatEvent.Offered offer:
                _unanswered = offer;
                break;
            case SeatEvent.Muted muted:
                _unheardMutes.RemoveAll(before => before.Source == muted.Source);
                _unheardMutes.Add(muted);
                break;
            case SeatEvent.PublishRestartNeeded:
                _needsPublishRestart = true;
                break;
            case SeatEvent.Closed end:
                _end = end;
                break;
        }
    }

    private async Task TellAsync(SeatEvent? happened)
    {
        if (happened is not null
            && await TellAsync(client => RoomWords.SendAsync(client, happened))
            && happened is SeatEvent.Muted heard)
        {
            _unheardMutes.Remove(heard);
        }
    }

    private async Task<bool> TellAsync(Func<IRoomClient, Task> tell)
    {
        if (_line is not { } line)
        {
            return false;
        }

        try
        {
            await tell(line.Client).WaitAsync(_patience);
            return true;
        }
        catch (Exception error)
        {
            // The browser resumes on a new connection and hears what it missed.
            LogUnheard(error);
            line.HangUp();
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A signalling connection did not take an event and was closed")]
    private partial void LogUnheard(Exception error);
}
