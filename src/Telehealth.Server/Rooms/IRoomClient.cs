namespace Telehealth.Rooms;

/// <summary>What the server tells a browser in a room.</summary>
public interface IRoomClient
{
    Task Offered(SubscribeOffer offer);

    Task RoomChanged(RoomState room);

    Task RightsChanged(SeatMay rights);

    Task Muted(MutedTrack muted);

    Task SpeakersChanged(IReadOnlyList<string> seats);

    Task QualityChanged(RoomQuality quality);

    Task LayersWanted(IReadOnlyDictionary<string, int> layersByMid);

    Task VideoPaused(IReadOnlyList<string> tracks);

    Task NarrowLink(NarrowLinkAdvice advice);

    Task PublishRestartNeeded();

    /// <summary>Where this seat goes on should this node die; none while there is no other node.</summary>
    Task Standby(SpareDoor? door);

    /// <summary>This node is emptied: open a connection there, then leave here.</summary>
    Task MoveTo(SpareDoor door);

    /// <summary>Somebody in the room wrote what is not stored yet.</summary>
    Task Said(SaidWord said);

    Task Closed(string reason);
}
