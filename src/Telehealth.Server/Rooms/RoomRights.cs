namespace Telehealth.Rooms;

/// <summary>What a pass allows in its room.</summary>
[Flags]
public enum RoomRights
{
    None = 0,
    PublishAudio = 1,
    PublishVideo = 2,
    PublishScreen = 4,
    Subscribe = 8,
    Moderate = 16,
    Participant = PublishAudio | PublishVideo | PublishScreen | Subscribe,
    Moderator = Participant | Moderate,
}
