namespace Telehealth.Rooms;

public static class RoomRefusals
{
    public static readonly Refusal PassInvalid = new(RefusalKind.Forbidden, "room_pass.invalid");
    public static readonly Refusal PassExpired = new(RefusalKind.Forbidden, "room_pass.expired");
    public static readonly Refusal PassWrongNode = new(RefusalKind.Forbidden, "room_pass.wrong_node");
}
