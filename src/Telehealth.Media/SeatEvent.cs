namespace Telehealth.Media;

/// <summary>What sends a track's packets.</summary>
public enum TrackSource
{
    /// <summary>The participant's microphone.</summary>
    Microphone,

    /// <summary>The participant's camera.</summary>
    Camera,

    /// <summary>A shared screen or window.</summary>
    Screen,
}

/// <summary>What a seat may do in its room.</summary>
/// <param name="PublishAudio">Send a microphone.</param>
/// <param name="PublishVideo">Send a camera.</param>
/// <param name="PublishScreen">Send a shared screen.</param>
/// <param name="Subscribe">Receive what the others send.</param>
/// <param name="Moderate">Mute and remove others, lock the room, change others' rights.</param>
public sealed record SeatRights(bool PublishAudio, bool PublishVideo, bool PublishScreen, bool Subscribe, bool Moderate = false)
{
    /// <summary>False for a seat that only receives.</summary>
    public bool MayPublish => PublishAudio || PublishVideo || PublishScreen;
}

/// <summary>What the client says about one m-line it publishes.</summary>
/// <param name="Mid">The m-line's mid in the offer.</param>
/// <param name="Source">Microphone, camera or screen.</param>
/// <param name="Muted">Whether the track starts muted.</param>
public sealed record TrackIntent(string Mid, TrackSource Source, bool Muted);

/// <summary>One published track as everybody in the room sees it; muted also means that its seat lost the right to send it.</summary>
public sealed record TrackState(TrackId Id, TrackSource Source, bool Muted);

/// <summary>One seat as everybody in the room sees it.</summary>
public sealed record SeatState(SeatId Id, IReadOnlyList<TrackState> Tracks, SeatRights Rights);

/// <summary>Which track stands on which m-line of a subscribe offer.</summary>
public sealed record SubscribedTrack(string Mid, SeatId Seat, TrackId Track, TrackSource Source);

/// <summary>How one remote track is shown, so that the fitting layer is forwarded.</summary>
/// <param name="Track">The remote track.</param>
/// <param name="Visible">False pauses its video.</param>
/// <param name="Width">Width of the tile in device pixels.</param>
/// <param name="Height">Height of the tile in device pixels.</param>
/// <param name="Priority">Higher is served first when the link cannot carry everything; the tile in focus has 1.</param>
public sealed record TileSettings(TrackId Track, bool Visible, int Width, int Height, int Priority = 0);

/// <summary>Something the client at a seat must be told.</summary>
public abstract record SeatEvent
{
    private SeatEvent()
    {
    }

    /// <summary>The server's next offer for the seat's subscribe connection; answer it by <c>Seat.AnswerSubscription</c> with the same id.</summary>
    public sealed record Offered(int OfferId, string Sdp, IReadOnlyList<SubscribedTrack> Tracks) : SeatEvent;

    /// <summary>The whole room as it is now; a higher sequence replaces a lower one.</summary>
    /// <param name="Sequence">Grows within one room.</param>
    /// <param name="Seats">Everybody in a room of up to 50 seats; in a larger one those who may publish, and everybody for a moderator.</param>
    /// <param name="Listeners">Seats that <paramref name="Seats"/> leaves out.</param>
    /// <param name="Locked">Nobody new comes in.</param>
    public sealed record RoomChanged(long Sequence, IReadOnlyList<SeatState> Seats, int Listeners = 0, bool Locked = false) : SeatEvent;

    /// <summary>This seat may do something else than before; what it may no longer send is no longer forwarded.</summary>
    public sealed record RightsChanged(SeatRights Rights) : SeatEvent;

    /// <summary>A moderator muted a track of this seat; the client shows it, and may unmute it again.</summary>
    public sealed record Muted(TrackSource Source, SeatId By) : SeatEvent;

    /// <summary>Who is speaking now: the dominant speaker first, the others in the order in which they began.</summary>
    public sealed record SpeakersChanged(IReadOnlyList<SeatId> Seats) : SeatEvent;

    /// <summary>Quality of this seat's two legs: 0 lost, 1 poor, 2 fair, 3 good; loss in percent, round trip and jitter in ms.</summary>
    /// <param name="Side">Where it is worst: <c>uplink</c>, <c>downlink</c>, <c>other</c> (somebody else's uplink), or <c>none</c>.</param>
    /// <param name="OtherSeat">Whose uplink is bad, when the side is <c>other</c>.</param>
    public sealed record QualityChanged(
        int Uplink,
        int Downlink,
        double UplinkLossPercent,
        double DownlinkLossPercent,
        double RoundTripMs,
        double UplinkJitterMs = 0,
        double DownlinkJitterMs = 0,
        string Side = "none",
        SeatId? OtherSeat = null) : SeatEvent;

    /// <summary>These remote videos are stopped because this seat's downlink does not carry them; they come back by themselves. The whole list each time.</summary>
    public sealed record VideoPaused(IReadOnlyList<TrackId> Tracks) : SeatEvent;

    /// <summary>
    /// How many layers of each published video, from the lowest, anybody looks at, by mid; 0 pauses the video. What is not named is
    /// wanted whole. The client may send fewer layers but should send no more.
    /// </summary>
    public sealed record LayersWanted(IReadOnlyDictionary<string, int> LayersByMid) : SeatEvent;

    /// <summary>
    /// How to send on a narrow link. A change of <c>LongPackets</c> asks the client for a new offer, whose answer then says how long
    /// packets of sound are to be; <c>VideoStopped</c> is to be shown: the uplink carries sound only, video comes back by itself.
    /// </summary>
    public sealed record NarrowLink(bool LongPackets, bool VideoStopped) : SeatEvent;

    /// <summary>A connection of this seat must restart ICE: <c>publish</c> asks the client for a new offer.</summary>
    public sealed record PublishRestartNeeded : SeatEvent;

    /// <summary>The seat is over: <c>replaced</c>, <c>left</c>, <c>removed</c>, <c>timed_out</c>, <c>room_closed</c>, <c>overflow</c>, <c>server_stopping</c>.</summary>
    public sealed record Closed(string Reason) : SeatEvent;
}
