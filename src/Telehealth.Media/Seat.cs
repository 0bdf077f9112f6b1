using System.Threading.Channels;

namespace Telehealth.Media;

/// <summary>A participant's place in a room: one connection that publishes, one that subscribes. Every method may be called from any thread.</summary>
public sealed class Seat
{
    internal Seat()
    {
    }

    public SeatId Id => throw new NotImplementedException();

    /// <summary>What the client must be told, in order; completes after <see cref="SeatEvent.Closed"/>. State events are coalesced, offers never dropped.</summary>
    public ChannelReader<SeatEvent> Events => throw new NotImplementedException();

    /// <summary>Answers the client's offer for its publish connection; a changed ice-ufrag restarts ICE.</summary>
    /// <returns>The answer's SDP, or the refusal code <c>media.bad_sdp</c>, <c>media.not_allowed</c>, <c>media.too_many_tracks</c>, <c>media.seat_closed</c>.</returns>
    public Task<(string? Sdp, string? Refusal)> PublishAsync(string offerSdp, IReadOnlyList<TrackIntent> tracks, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>Takes the client's answer to <see cref="SeatEvent.Offered"/>; a stale id is ignored.</summary>
    /// <returns>A refusal code (<c>media.bad_sdp</c>, <c>media.seat_closed</c>) or null.</returns>
    public Task<string?> AnswerSubscriptionAsync(int offerId, string answerSdp, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>Asks for a fresh offer with new ICE credentials for the subscribe connection.</summary>
    public void RestartSubscription() => throw new NotImplementedException();

    /// <summary>How remote tracks are shown; unknown tracks are ignored.</summary>
    public void SetTiles(IReadOnlyList<TileSettings> tiles) => throw new NotImplementedException();

    /// <summary>Tells the room that a published track is muted or not; packets of a muted track are not forwarded.</summary>
    public void SetMuted(TrackSource source, bool muted) => throw new NotImplementedException();

    /// <summary>Leaves the room at once.</summary>
    public void Leave() => throw new NotImplementedException();
}
