using Telehealth.Media;

namespace Telehealth.Rooms;

// What crosses the wire at /hubs/room; web/src/realtime/messages.ts says the same in the browser's words.
public sealed record JoinRequest(string Pass, string? Session = null);

/// <summary>A door at another node, for the seat that hears of it.</summary>
public sealed record SpareDoor(string Pass, string HubUrl);

public sealed record JoinReply(string Seat, string Session, bool Resumed, SeatMay Rights);

/// <summary>What a seat may do.</summary>
public sealed record SeatMay(bool Audio, bool Video, bool Screen, bool Subscribe, bool Moderate = false);

/// <summary>What a moderator gives or takes; what is not named stays as it is.</summary>
public sealed record SeatMayNow(bool? Audio = null, bool? Video = null, bool? Screen = null, bool? Subscribe = null);

public sealed record PublishOffer(int OfferId, string Sdp, IReadOnlyList<PublishedTrack> Tracks);

public sealed record PublishedTrack(string Mid, TrackSource Source, bool Muted);

public sealed record PublishAnswer(int OfferId, string Sdp);

public sealed record SubscribeAnswer(int OfferId, string Sdp);

/// <summary>A message of the chat that the database does not take now; its writer goes on sending it there under the same id.</summary>
public sealed record ChatWord(string ClientMessageId, string Text);

public sealed record SaidWord(string Seat, string ClientMessageId, string Text);

public sealed record Tile(string Track, bool Visible, int Width, int Height, int Priority = 0);

public sealed record SubscribeOffer(int OfferId, string Sdp, IReadOnlyList<OfferedTrack> Tracks);

public sealed record OfferedTrack(string Mid, string Seat, string Track, TrackSource Source);

public sealed record RoomState(long Sequence, IReadOnlyList<RoomSeatState> Seats, int Listeners, bool Locked);

public sealed record RoomSeatState(string Id, IReadOnlyList<RoomTrackState> Tracks, SeatMay Rights);

public sealed record RoomTrackState(string Id, TrackSource Source, bool Muted);

public sealed record MutedTrack(TrackSource Source, string By);

public sealed record RoomQuality(
    int Uplink,
    int Downlink,
    double UplinkLossPercent,
    double DownlinkLossPercent,
    double RoundTripMs,
    double UplinkJitterMs,
    double DownlinkJitterMs,
    string Side,
    string? OtherSeat);

public sealed record NarrowLinkAdvice(bool LongPackets, bool VideoStopped);
