namespace Telehealth.Media;

/// <summary>What a moderator may do to a room and its seats. Every answer is a refusal code or null. Only the room's loop touches this.</summary>
internal static class RoomModeration
{
    private const string NotAllowed = "media.not_allowed";
    private const string UnknownSeat = "media.unknown_seat";

    /// <summary>Stops a track on its way through here; its sender is told and may start it again.</summary>
    public static string? Mute(Participant moderator, SeatId seat, TrackSource source)
    {
        if (!moderator.Moderates)
        {
            return NotAllowed;
        }

        if (moderator.Room.Find(seat) is not { } other)
        {
            return UnknownSeat;
        }

        other.Mute(source, moderator.Id);
        return null;
    }

    /// <summary>Ends a seat. Another moderator's is not ended: who leads the room is decided outside of it.</summary>
    public static string? Remove(Participant moderator, SeatId seat)
    {
        if (!moderator.Moderates)
        {
            return NotAllowed;
        }

        if (moderator.Room.Find(seat) is not { } other)
        {
            return UnknownSeat;
        }

        if (other.Rights.Moderate)
        {
            return NotAllowed;
        }

        moderator.Room.Roll.Expel(seat);
        other.Close("removed");
        return null;
    }

    public static string? Lock(Participant moderator, bool locked)
    {
        if (!moderator.Moderates)
        {
            return NotAllowed;
        }

        moderator.Room.Roll.Lock(locked);
        moderator.Room.Announce();
        return null;
    }

    /// <summary>Changes what a seat may do, except moderating, which only its pass gives; never a moderator's.</summary>
    public static string? ChangeRights(Participant moderator, SeatId seat, Func<SeatRights, SeatRights> change)
    {
        if (!moderator.Moderates)
        {
            return NotAllowed;
        }

        if (moderator.Room.Find(seat) is not { } other)
        {
            return UnknownSeat;
        }

        return other.Rights.Moderate ? NotAllowed : SetRights(other, change(other.Rights) with { Moderate = false });
    }

    /// <summary>The owner of the seat's pass changed its mind; asks nobody.</summary>
    public static string? SetRights(Participant seat, SeatRights rights)
    {
        var refusal = seat.IsClosed ? "media.seat_closed" : seat.Room.Roll.Change(seat.Id, rights);
        if (refusal is null)
        {
            seat.SetRights(rights);
        }

        return refusal;
    }

    /// <summary>Whether a track may be sent on: by its source, whatever kind of media it is.</summary>
    public static bool Allows(this SeatRights rights, TrackSource source) => source switch
    {
        TrackSource.Microphone => rights.PublishAudio,
        TrackSource.Camera => rights.PublishVideo,
        _ => rights.PublishScreen,
    };

    /// <summary>What either of two allows.</summary>
    public static SeatRights Or(this SeatRights one, SeatRights other) => new(
        one.PublishAudio || other.PublishAudio,
        one.PublishVideo || other.PublishVideo,
        one.PublishScreen || other.PublishScreen,
        one.Subscribe || other.Subscribe,
        one.Moderate || other.Moderate);
}
