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

    Task Closed(string reason);
}
