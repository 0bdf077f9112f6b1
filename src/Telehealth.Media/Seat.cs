using System.Threading.Channels;
using Telehealth.Media.Ice;

namespace Telehealth.Media;

/// <summary>A participant's place in a room: one connection that publishes, one that subscribes. Every method may be called from any thread.</summary>
public sealed class Seat
{
    private readonly Participant _participant;
    private readonly MediaLoop _loop;

    internal Seat(Participant participant, MediaLoop loop) => (_participant, _loop) = (participant, loop);

    /// <summary>Who sits here.</summary>
    public SeatId Id => _participant.Id;

    /// <summary>What this seat may do now; <see cref="SeatEvent.RightsChanged"/> tells when that changes.</summary>
    public SeatRights Rights => _participant.Rights;

    /// <summary>What the client must be told, in order; completes after <see cref="SeatEvent.Closed"/>. State events are coalesced, offers never dropped.</summary>
    public ChannelReader<SeatEvent> Events => _participant.Outbox;

    /// <summary>Answers the client's offer for its publish connection; a changed ice-ufrag restarts ICE.</summary>
    /// <returns>The answer's SDP, or the refusal code <c>media.bad_sdp</c>, <c>media.not_allowed</c>, <c>media.too_many_tracks</c>, <c>media.seat_closed</c>.</returns>
    public Task<(string? Sdp, string? Refusal)> PublishAsync(
        string offerSdp, IReadOnlyList<TrackIntent> tracks, CancellationToken cancellation) =>
        RunAsync(() => _participant.Publish(offerSdp, tracks), (null, "media.seat_closed"), cancellation);

    /// <summary>Takes the client's answer to <see cref="SeatEvent.Offered"/>; a stale id is ignored.</summary>
    /// <returns>A refusal code (<c>media.bad_sdp</c>, <c>media.seat_closed</c>) or null.</returns>
    public Task<string?> AnswerSubscriptionAsync(int offerId, string answerSdp, CancellationToken cancellation) =>
        RunAsync(() => _participant.Answer(offerId, answerSdp), "media.seat_closed", cancellation);

    /// <summary>Asks for a fresh offer with new ICE credentials for the subscribe connection.</summary>
    public void RestartSubscription() => _loop.Post(_participant.RestartSubscription);

    /// <summary>How remote tracks are shown; unknown tracks are ignored.</summary>
    public void SetTiles(IReadOnlyList<TileSettings> tiles)
    {
        var copy = tiles.ToArray();
        _loop.Post(() => _participant.SetTiles(copy));
    }

    /// <summary>Tells the room that a published track is muted or not; packets of a muted track are not forwarded.</summary>
    public void SetMuted(TrackSource source, bool muted) => _loop.Post(() => _participant.SetMuted(source, muted));

    /// <summary>Changes what this seat may do from now on; what it may no longer send or receive stops at once, and its client is told.</summary>
    public void SetRights(SeatRights rights) => _loop.Post(() => RoomModeration.SetRights(_participant, rights));

    /// <summary>As a moderator: changes what another seat may do, all but moderating.</summary>
    /// <param name="change">From what the seat may do then; runs on the room's thread, so that two moderators never undo each other's change.</param>
    /// <returns>A refusal code (<c>media.not_allowed</c>, <c>media.unknown_seat</c>, <c>media.room_full</c>, <c>media.seat_closed</c>) or null.</returns>
    public Task<string?> ChangeRightsAsync(SeatId seat, Func<SeatRights, SeatRights> change, CancellationToken cancellation) =>
        RunAsync(() => RoomModeration.ChangeRights(_participant, seat, change), "media.seat_closed", cancellation);

    /// <summary>As a moderator: stops another seat's track at once; its person is told and may start it again.</summary>
    /// <returns>A refusal code (<c>media.not_allowed</c>, <c>media.unknown_seat</c>, <c>media.seat_closed</c>) or null.</returns>
    public Task<string?> MuteAsync(SeatId seat, TrackSource source, CancellationToken cancellation) =>
        RunAsync(() => RoomModeration.Mute(_participant, seat, source), "media.seat_closed", cancellation);

    /// <summary>As a moderator: ends another seat as <c>removed</c>; not another moderator's.</summary>
    /// <returns>A refusal code (<c>media.not_allowed</c>, <c>media.unknown_seat</c>, <c>media.seat_closed</c>) or null.</returns>
    public Task<string?> RemoveAsync(SeatId seat, CancellationToken cancellation) =>
        RunAsync(() => RoomModeration.Remove(_participant, seat), "media.seat_closed", cancellation);

    /// <summary>As a moderator: while locked, nobody comes in who was not in the room when it was locked.</summary>
    /// <returns>A refusal code (<c>media.not_allowed</c>, <c>media.seat_closed</c>) or null.</returns>
    public Task<string?> LockAsync(bool locked, CancellationToken cancellation) =>
        RunAsync(() => RoomModeration.Lock(_participant, locked), "media.seat_closed", cancellation);

    /// <summary>Leaves the room at once.</summary>
    public void Leave() => _loop.Post(() => _participant.Close("left"));

    /// <summary>Gives the seat up against its holder's will.</summary>
    public void Remove() => _loop.Post(() => _participant.Close("removed"));

    private async Task<T> RunAsync<T>(Func<T> work, T whenStopped, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Post(() =>
        {
            try
            {
                done.TrySetResult(work());
            }
            catch (Exception fault)
            {
                // The caller learns of our bug; the loop counts it too.
                done.TrySetException(fault);
                throw;
            }
        });
        // A loop that has stopped drops what is posted, but its seats are closed then.
        await Task.WhenAny(done.Task, _participant.Outbox.Ended).WaitAsync(cancellation).ConfigureAwait(false);
        return done.Task.IsCompleted ? await done.Task.ConfigureAwait(false) : whenStopped;
    }
}
