namespace Telehealth.Media;

/// <summary>
/// Who may come into a room: its seats, its limits, its lock, and rights that were changed while it lasts. Any thread, under its own
/// lock, because whoever enters is answered before the room's loop hears of it.
/// </summary>
internal sealed class RoomRoll
{
    // Rights changed for seats that have left; more are not remembered, so that nobody fills the memory by coming and going.
    private const int MaxRemembered = 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<SeatId, Participant> _seats = [];
    private readonly Dictionary<SeatId, SeatRights> _changed = [];
    private readonly Dictionary<(SeatId Seat, TrackSource Source), SeatId> _mutedBy = [];
    private readonly MediaOptions _options;
    private HashSet<SeatId>? _lockedFor;

    public RoomRoll(MediaOptions options, RoomMemory memory)
    {
        _options = options;
        _lockedFor = memory.LockedFor is { } seats ? [.. seats.Select(seat => new SeatId(seat))] : null;
        foreach (var (seat, rights) in memory.Rights)
        {
            _changed[new SeatId(seat)] = rights;
        }

        foreach (var muted in memory.Muted)
        {
            _mutedBy[(new SeatId(muted.Seat), muted.Source)] = new SeatId(muted.By);
        }
    }

    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _seats.Count == 0;
            }
        }
    }

    public bool IsLocked
    {
        get
        {
            lock (_gate)
            {
                return _lockedFor is not null;
            }
        }
    }

    /// <summary>Takes a seat when the lock and the limits allow it; a live one of the same id counts as its own.</summary>
    public (Participant? Taken, Participant? Replaced, string? Refusal) Take(
        SeatId seat, SeatRights rights, Func<SeatRights, Participant> create)
    {
        lock (_gate)
        {
            // A right to moderate is the pass's alone.
            var valid = _changed.TryGetValue(seat, out var changed) ? changed with { Moderate = rights.Moderate } : rights;
            if (_lockedFor is not null && !_lockedFor.Contains(seat))
            {
                return (null, null, "media.room_locked");
            }

            if (IsFull(seat, valid.MayPublish))
            {
                return (null, null, "media.room_full");
            }

            var replaced = _seats.GetValueOrDefault(seat);
            return (_seats[seat] = create(valid), replaced, null);
        }
    }

    public void Forget(Participant participant)
    {
        lock (_gate)
        {
            if (_seats.GetValueOrDefault(participant.Id) == participant)
            {
                _seats.Remove(participant.Id);
            }
        }
    }

    /// <summary>Nobody new comes in; who is in the room may come back as long as the lock lasts.</summary>
    public void Lock(bool locked)
    {
        lock (_gate)
        {
            _lockedFor = locked ? [.. _seats.Keys] : null;
        }
    }

    /// <summary>A removed seat does not come back into a locked room.</summary>
    public void Expel(SeatId seat)
    {
        lock (_gate)
        {
            _lockedFor?.Remove(seat);
        }
    }

    /// <summary>Keeps changed rights for the room's life, so that leaving and coming back does not undo them.</summary>
    public string? Change(SeatId seat, SeatRights rights)
    {
        lock (_gate)
        {
            if (rights.MayPublish && IsFull(seat, publishes: true))
            {
                return "media.room_full";
            }

            if (_changed.Count < MaxRemembered || _changed.ContainsKey(seat))
            {
                _changed[seat] = rights;
            }

            return null;
        }
    }

    /// <summary>A moderator's doing: only the person's own word ends it, not a description that was on its way.</summary>
    public void Mute(SeatId seat, TrackSource source, SeatId by)
    {
        lock (_gate)
        {
            if (_mutedBy.Count < MaxRemembered || _mutedBy.ContainsKey((seat, source)))
            {
                _mutedBy[(seat, source)] = by;
            }
        }
    }

    public void Unmute(SeatId seat, TrackSource source)
    {
        lock (_gate)
        {
            _mutedBy.Remove((seat, source));
        }
    }

    /// <summary>The moderator who muted it.</summary>
    public SeatId? MutedBy(SeatId seat, TrackSource source)
    {
        lock (_gate)
        {
            return _mutedBy.TryGetValue((seat, source), out var by) ? by : null;
        }
    }

    /// <summary>What must not be forgotten when the room goes on elsewhere.</summary>
    public RoomMemory Recall(long sequence)
    {
        lock (_gate)
        {
            return new RoomMemory(
                sequence,
                _lockedFor?.Select(seat => seat.Value).ToList(),
                _changed.ToDictionary(entry => entry.Key.Value, entry => entry.Value),
                [.. _mutedBy.Select(entry => new RoomMemory.MutedSource(entry.Key.Seat.Value, entry.Key.Source, entry.Value.Value))]);
        }
    }

    private bool IsFull(SeatId seat, bool publishes)
    {
        var alike = 0;
        foreach (var (id, other) in _seats)
        {
            alike += id != seat && other.Rights.MayPublish == publishes ? 1 : 0;
        }

        return alike >= (publishes ? _options.MaxSeatsPerRoom : _options.MaxListenersPerRoom);
    }
}
