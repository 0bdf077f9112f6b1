namespace Telehealth.Rooms;

public static class RoomRefusals
{
    public static readonly Refusal PassInvalid = new(RefusalKind.Forbidden, "room_pass.invalid");
    public static readonly Refusal PassExpired = new(RefusalKind.Forbidden, "room_pass.expired");
    public static readonly Refusal PassWrongNode = new(RefusalKind.Forbidden, "room_pass.wrong_node");
    public static readonly Refusal NotJoined = new(RefusalKind.Conflict, "room.not_joined");
    public static readonly Refusal AlreadyJoined = new(RefusalKind.Conflict, "room.already_joined");

    /// <summary>The room was ended after the pass was given.</summary>
    public static readonly Refusal Closed = new(RefusalKind.Gone, "room.closed");

    /// <summary>Somebody came to the standby while the node that holds the room is alive.</summary>
    public static readonly Refusal HeldElsewhere = new(RefusalKind.Conflict, "room.held_elsewhere");

    public static readonly Refusal SdpTooLarge = new(RefusalKind.TooLarge, "room.sdp_too_large");
    public static readonly Refusal Invalid = new(RefusalKind.Invalid, "room.invalid_message");

    /// <summary>What the media server refuses, under its own code (<c>media.bad_sdp</c>, <c>media.room_full</c> …).</summary>
    public static Refusal? Media(string? code) => code is null ? null : new Refusal(RefusalKind.Conflict, code);
}
