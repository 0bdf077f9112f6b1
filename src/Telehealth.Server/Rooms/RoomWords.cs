using Telehealth.Media;

namespace Telehealth.Rooms;

/// <summary>A seat's events in the words of the wire.</summary>
internal static class RoomWords
{
    public static Task SendAsync(IRoomClient client, SeatEvent happened) => happened switch
    {
        SeatEvent.Offered offer => client.Offered(Offer(offer)),
        SeatEvent.RoomChanged room => client.RoomChanged(Room(room)),
        SeatEvent.RightsChanged changed => client.RightsChanged(May(changed.Rights)),
        SeatEvent.Muted muted => client.Muted(new MutedTrack(muted.Source, muted.By.Value)),
        SeatEvent.SpeakersChanged speakers => client.SpeakersChanged([.. speakers.Seats.Select(seat => seat.Value)]),
        SeatEvent.QualityChanged quality => client.QualityChanged(Quality(quality)),
        SeatEvent.VideoPaused paused => client.VideoPaused([.. paused.Tracks.Select(track => track.Value)]),
        SeatEvent.NarrowLink narrow => client.NarrowLink(new NarrowLinkAdvice(narrow.LongPackets, narrow.VideoStopped)),
        SeatEvent.LayersWanted layers => client.LayersWanted(layers.LayersByMid),
        SeatEvent.PublishRestartNeeded => client.PublishRestartNeeded(),
        SeatEvent.Closed closed => client.Closed(closed.Reason),
        _ => Task.CompletedTask,
    };

    public static SeatMay May(SeatRights rights) =>
        new(rights.PublishAudio, rights.PublishVideo, rights.PublishScreen, rights.Subscribe, rights.Moderate);

    public static SeatRights Rights(SeatRights before, SeatMayNow now) => new(
        now.Audio ?? before.PublishAudio,
        now.Video ?? before.PublishVideo,
        now.Screen ?? before.PublishScreen,
        now.Subscribe ?? before.Subscribe);

    /// <summary>The same as a pass says it.</summary>
    public static RoomRights Rights(SeatMay may) =>
        (may.Audio ? RoomRights.PublishAudio : 0) | (may.Video ? RoomRights.PublishVideo : 0) | (may.Screen ? RoomRights.PublishScreen : 0)
        | (may.Subscribe ? RoomRights.Subscribe : 0) | (may.Moderate ? RoomRights.Moderate : 0);

    private static RoomQuality Quality(SeatEvent.QualityChanged quality) => new(
        quality.Uplink,
        quality.Downlink,
        quality.UplinkLossPercent,
        quality.DownlinkLossPercent,
        quality.RoundTripMs,
        quality.UplinkJitterMs,
        quality.DownlinkJitterMs,
        quality.Side,
        quality.OtherSeat?.Value);

    private static SubscribeOffer Offer(SeatEvent.Offered offer) => new(
        offer.OfferId,
        offer.Sdp,
        [.. offer.Tracks.Select(track => new OfferedTrack(track.Mid, track.Seat.Value, track.Track.Value, track.Source))]);

    private static RoomState Room(SeatEvent.RoomChanged room) => new(
        room.Sequence,
        [
            .. room.Seats.Select(seat => new RoomSeatState(
                seat.Id.Value,
                [.. seat.Tracks.Select(track => new RoomTrackState(track.Id.Value, track.Source, track.Muted))],
                May(seat.Rights))),
        ],
        room.Listeners,
        room.Locked);
}
