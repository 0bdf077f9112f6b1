using Telehealth.Media.Peer;

namespace Telehealth.Media;

public sealed class ModerationTests() : RoomFixture(new MediaOptions())
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_moderator_mutes_somebody_who_is_told_by_whom_and_may_speak_again()
    {
        var (doctor, patient) = await MeetAsync();
        Assert.Null(await doctor.Seat.MuteAsync(patient.Seat.Id, TrackSource.Microphone, Cancellation));
        Assert.Equal(0, await HearsAsync(patient, doctor));
        await Waiting.Until(() => IsMuted(doctor, patient), "the muted microphone in the room");
        await Waiting.Until(
            () => patient.Events.Contains(new SeatEvent.Muted(TrackSource.Microphone, doctor.Seat.Id)), "the word to the muted one");

        // What was on its way says "not muted", because its client did not know yet.
        await patient.OfferAsync(camera: false);
        Assert.Equal(0, await HearsAsync(patient, doctor));

        patient.Seat.SetMuted(TrackSource.Microphone, false);
        await HeardAsync(patient, doctor);
    }

    [Fact]
    public async Task A_right_that_is_taken_stops_the_track_at_once_and_given_back_it_goes_on()
    {
        var (doctor, patient) = await MeetAsync();
        var silent = Everything with { PublishAudio = false };
        Assert.Null(await doctor.Seat.ChangeRightsAsync(patient.Seat.Id, _ => silent, Cancellation));
        Assert.Equal(0, await HearsAsync(patient, doctor));
        await Waiting.Until(() => patient.Events.Contains(new SeatEvent.RightsChanged(silent)), "the word of the rights");

        // Neither a word of its own nor a fresh description opens it.
        patient.Seat.SetMuted(TrackSource.Microphone, false);
        await patient.OfferAsync(camera: false);
        Assert.Equal(0, await HearsAsync(patient, doctor));

        Assert.Null(await doctor.Seat.ChangeRightsAsync(patient.Seat.Id, _ => Everything, Cancellation));
        await HeardAsync(patient, doctor);
    }

    [Fact]
    public async Task A_seat_that_may_no_longer_receive_gets_nothing_after_half_a_second_until_it_may_again()
    {
        var (doctor, patient) = await MeetAsync();
        await HeardAsync(doctor, patient);
        var deaf = Everything with { Subscribe = false };
        patient.Seat.SetRights(deaf);
        await Waiting.Until(() => patient.Events.Contains(new SeatEvent.RightsChanged(deaf)), "the word of the rights");
        Assert.Equal(0, await HearsAsync(doctor, patient));
        var other = Enter("third");
        await other.PublishAsync();
        Assert.Equal(0, await HearsAsync(other, patient));

        patient.Seat.SetRights(Everything);
        await HeardAsync(doctor, patient);
    }

    [Fact]
    public async Task Taken_rights_survive_leaving_and_coming_back_with_the_same_pass()
    {
        var (doctor, patient) = await MeetAsync();
        Assert.Null(await doctor.Seat.ChangeRightsAsync(patient.Seat.Id, _ => Listening, Cancellation));
        patient.Seat.Leave();
        var again = Enter("patient");
        Assert.Equal("media.not_allowed", (await again.TryOfferAsync()).Refusal);
    }

    [Fact]
    public async Task Only_a_moderator_moderates_and_nobody_ends_a_moderators_seat()
    {
        var (doctor, patient) = await MeetAsync();
        var specialist = Enter("specialist", Leading);
        Assert.Equal("media.not_allowed", await patient.Seat.MuteAsync(doctor.Seat.Id, TrackSource.Microphone, Cancellation));
        Assert.Equal("media.not_allowed", await patient.Seat.RemoveAsync(doctor.Seat.Id, Cancellation));
        Assert.Equal("media.not_allowed", await patient.Seat.LockAsync(true, Cancellation));
        Assert.Equal("media.not_allowed", await patient.Seat.ChangeRightsAsync(patient.Seat.Id, _ => Leading, Cancellation));
        Assert.Equal("media.not_allowed", await doctor.Seat.RemoveAsync(specialist.Seat.Id, Cancellation));
        Assert.Equal("media.not_allowed", await doctor.Seat.ChangeRightsAsync(specialist.Seat.Id, _ => Listening, Cancellation));
        Assert.Equal("media.unknown_seat", await doctor.Seat.RemoveAsync(new SeatId("nobody"), Cancellation));

        // Rights may be given, the right to moderate may not.
        Assert.Null(await doctor.Seat.ChangeRightsAsync(patient.Seat.Id, _ => Leading, Cancellation));
        Assert.Equal("media.not_allowed", await patient.Seat.LockAsync(true, Cancellation));
    }

    [Fact]
    public async Task A_removed_seat_is_over_and_a_locked_room_lets_back_only_those_who_were_in_it()
    {
        var (doctor, patient) = await MeetAsync();
        var student = Enter("student");
        Assert.Null(await doctor.Seat.LockAsync(true, Cancellation));
        await Waiting.Until(() => patient.Room is { Locked: true }, "the lock to be told");
        Assert.Equal("media.room_locked", Refusal("visitor"));

        patient.Seat.Leave();
        await Waiting.Until(() => patient.ClosedAs is not null, "the patient's leaving");
        Assert.Null(Refusal("patient"));

        Assert.Null(await doctor.Seat.RemoveAsync(student.Seat.Id, Cancellation));
        await Waiting.Until(() => student.ClosedAs == "removed", "the student's removal");
        Assert.Equal("media.room_locked", Refusal("student"));

        Assert.Null(await doctor.Seat.LockAsync(false, Cancellation));
        Assert.Null(Refusal("visitor"));
    }

    [Fact]
    public async Task Whoever_is_muted_or_removed_while_speaking_speaks_no_more()
    {
        var (doctor, patient) = await MeetAsync();
        await SpeaksAsync(doctor, patient);
        Assert.Null(await doctor.Seat.MuteAsync(patient.Seat.Id, TrackSource.Microphone, Cancellation));
        await Waiting.Until(() => Speakers(doctor).Count == 0, "silence after muting");
        patient.Seat.SetMuted(TrackSource.Microphone, false);
        await SpeaksAsync(doctor, patient);
        Assert.Null(await doctor.Seat.RemoveAsync(patient.Seat.Id, Cancellation));
        await Waiting.Until(() => Speakers(doctor).Count == 0, "silence after removing");
    }

    private async Task<(RoomClient Doctor, RoomClient Patient)> MeetAsync()
    {
        var (doctor, patient) = (Enter("doctor", Leading), Enter("patient"));
        await doctor.PublishAsync(camera: false);
        await patient.PublishAsync(camera: false);
        await ConnectedAsync(doctor);
        await ConnectedAsync(patient);
        await HeardAsync(patient, doctor);
        return (doctor, patient);
    }

    private async Task SpeaksAsync(RoomClient listener, RoomClient speaker)
    {
        while (!Speakers(listener).Contains(speaker.Seat.Id))
        {
            Cancellation.ThrowIfCancellationRequested();
            await HearsAsync(speaker, listener);
        }
    }

    private static IReadOnlyList<SeatId> Speakers(RoomClient client) =>
        client.Events.OfType<SeatEvent.SpeakersChanged>().LastOrDefault()?.Seats ?? [];

    private static bool IsMuted(RoomClient watcher, RoomClient seat) =>
        watcher.Room!.Seats.Single(one => one.Id == seat.Seat.Id).Tracks.Any(track => track.Source == TrackSource.Microphone && track.Muted);
}
