namespace Telehealth.Rooms;

public sealed class RoomModerationTests(RoomApp app) : IClassFixture<RoomApp>
{
    private static readonly object _microphone = new { mid = "0", source = "microphone", muted = false };
    private static readonly object _silent = new { audio = false, video = true, screen = true, subscribe = true };

    private readonly Guid _room = Guid.CreateVersion7();

    [Fact]
    public async Task A_patient_moderates_nobody()
    {
        await using var doctor = await JoinAsync("practitioner-1", RoomRights.Moderator);
        await using var patient = await JoinAsync("patient-1");

        await patient.RefusedAsync("media.not_allowed", "MuteSeat", "practitioner-1", "microphone");
        await patient.RefusedAsync("media.not_allowed", "RemoveSeat", "practitioner-1");
        await patient.RefusedAsync("media.not_allowed", "SetSeatRights", "practitioner-1", _silent);
        await patient.RefusedAsync("media.not_allowed", "LockRoom", true);
        await doctor.RefusedAsync("media.unknown_seat", "MuteSeat", "patient-2", "microphone");
        await doctor.RefusedAsync("room.invalid_message", "RemoveSeat", new string('x', 65));
    }

    [Fact]
    public async Task Whoever_is_muted_hears_by_whom_and_may_speak_again()
    {
        await using var doctor = await JoinAsync("practitioner-1", RoomRights.Moderator);
        await using var patient = await JoinAsync("patient-1");
        await patient.PublishAsync(BrowserSdp.Offer(), _microphone);
        await doctor.SeesAsync("patient-1(microphone) practitioner-1()");

        await doctor.CallAsync("MuteSeat", "patient-1", "microphone");
        await Wait.UntilAsync(() => patient.Mutes.Contains(new RoomVisitor.Mute("microphone", "practitioner-1")), "the word of the muting");
        await MicrophoneIsAsync(doctor, muted: true);
        await patient.CallAsync("SetMuted", "microphone", false);
        await MicrophoneIsAsync(doctor, muted: false);
    }

    [Fact]
    public async Task Two_moderators_who_each_take_one_right_undo_nothing_of_each_other()
    {
        await using var doctor = await JoinAsync("practitioner-1", RoomRights.Moderator);
        await using var colleague = await JoinAsync("practitioner-2", RoomRights.Moderator);
        await using var patient = await JoinAsync("patient-1");
        await doctor.SeesAsync("patient-1() practitioner-1() practitioner-2()");

        await Task.WhenAll(
            doctor.CallAsync("SetSeatRights", "patient-1", new { audio = false }),
            colleague.CallAsync("SetSeatRights", "patient-1", new { screen = false }));
        await Wait.UntilAsync(
            () => patient.Rights.LastOrDefault() is { Audio: false, Video: true, Screen: false, Subscribe: true }, "both taken rights and no other");
    }

    [Fact]
    public async Task What_happened_while_signalling_was_away_is_told_to_the_connection_that_resumes()
    {
        await using var doctor = await JoinAsync("practitioner-1", RoomRights.Moderator);
        var (patient, session) = await app.JoinAsync(_room, "patient-1");
        await patient.PublishAsync(BrowserSdp.Offer(), _microphone);
        await doctor.SeesAsync("patient-1(microphone) practitioner-1()");
        await patient.DisposeAsync();

        await doctor.CallAsync("MuteSeat", "patient-1", "microphone");
        await doctor.CallAsync("SetSeatRights", "patient-1", _silent);
        await using var again = await app.ArriveAsync();
        var reply = await again.JoinAsync(await app.PassAsync(_room, "patient-1"), session);
        Assert.True(reply.Resumed);
        Assert.False(reply.Rights.Audio);
        Assert.True(reply.Rights.Video);
        await Wait.UntilAsync(() => again.Mutes.Contains(new RoomVisitor.Mute("microphone", "practitioner-1")), "the word of the muting");
    }

    [Fact]
    public async Task A_right_taken_is_told_and_given_back()
    {
        await using var doctor = await JoinAsync("practitioner-1", RoomRights.Moderator);
        await using var patient = await JoinAsync("patient-1");
        await patient.PublishAsync(BrowserSdp.Offer(), _microphone);
        await doctor.SeesAsync("patient-1(microphone) practitioner-1()");

        await doctor.CallAsync("SetSeatRights", "patient-1", _silent);
        await Wait.UntilAsync(() => patient.Rights.LastOrDefault() is { Audio: false, Video: true, Moderate: false }, "the taken right");
        await patient.CallAsync("SetMuted", "microphone", false);
        await MicrophoneIsAsync(doctor, muted: true);
        await doctor.CallAsync("SetSeatRights", "patient-1", new { audio = true, video = true, screen = true, subscribe = true, moderate = true });
        await Wait.UntilAsync(() => patient.Rights.LastOrDefault() is { Audio: true, Moderate: false }, "the right given back, and no more");
        await MicrophoneIsAsync(doctor, muted: false);
    }

    [Fact]
    public async Task Whoever_is_removed_cannot_use_the_pass_again_and_a_locked_room_takes_nobody_new()
    {
        await using var doctor = await JoinAsync("practitioner-1", RoomRights.Moderator);
        var pass = await app.PassAsync(_room, "patient-1");
        await using var patient = await app.ArriveAsync();
        await patient.JoinAsync(pass);
        await doctor.SeesAsync("patient-1() practitioner-1()");

        await doctor.CallAsync("RemoveSeat", "patient-1");
        await patient.EndsAsync("removed");
        await doctor.SeesAsync("practitioner-1()");
        await using var again = await app.ArriveAsync();
        await again.RefusedAsync("room.closed", "Join", new { pass, session = (string?)null });

        await doctor.CallAsync("LockRoom", true);
        await Wait.UntilAsync(() => doctor.Rooms.Last().Locked, "the lock to be seen");
        await again.RefusedAsync("media.room_locked", "Join", new { pass = await app.PassAsync(_room, "patient-2"), session = (string?)null });
        await doctor.CallAsync("LockRoom", false);
        await again.JoinAsync(await app.PassAsync(_room, "patient-2"));
    }

    private async Task<RoomVisitor> JoinAsync(string seat, RoomRights rights = RoomRights.Participant)
    {
        var visitor = await app.ArriveAsync();
        var reply = await visitor.JoinAsync(await app.PassAsync(_room, seat, rights));
        Assert.Equal(rights.HasFlag(RoomRights.Moderate), reply.Rights.Moderate);
        return visitor;
    }

    private static Task MicrophoneIsAsync(RoomVisitor watcher, bool muted) => Wait.UntilAsync(
        () => watcher.Rooms.Last().Seats.Single(seat => seat.Id == "patient-1").Tracks.Single().Muted == muted,
        muted ? "the microphone to be muted" : "the microphone to be open");
}
