namespace Telehealth.Rooms;

public sealed class RoomHubTests(RoomApp app) : IClassFixture<RoomApp>
{
    private static readonly object _microphone = new { mid = "0", source = "microphone", muted = false };
    private static readonly object _camera = new { mid = "1", source = "camera", muted = true };

    private readonly Guid _room = Guid.CreateVersion7();

    [Fact]
    public async Task Two_people_meet_and_each_is_offered_what_the_other_sends()
    {
        var (doctor, _) = await app.JoinAsync(_room, "practitioner-1");
        var (patient, _) = await app.JoinAsync(_room, "patient-1");
        await using var first = doctor;
        await using var second = patient;
        await doctor.SeesAsync("patient-1() practitioner-1()");

        var answer = await doctor.PublishAsync(BrowserSdp.Offer(withCamera: true), _microphone, _camera);

        Assert.Equal(1, answer.OfferId);
        Assert.Contains("a=ice-lite", answer.Sdp);
        Assert.Contains("a=recvonly", answer.Sdp);
        await patient.SeesAsync("patient-1() practitioner-1(microphone,camera)");
        var offer = await patient.OfferedAsync();
        Assert.Equal(["practitioner-1", "practitioner-1"], offer.Tracks.Select(track => track.Seat));
        Assert.Equal(["camera", "microphone"], offer.Tracks.Select(track => track.Source).Order());
        await patient.CallAsync("SubscribeAnswer", new { offerId = offer.OfferId, sdp = BrowserSdp.AnswerTo(offer.Sdp) });

        await doctor.CallAsync("SetMuted", "microphone", true);
        await Wait.UntilAsync(
            () => patient.Rooms.Last().Seats.Single(seat => seat.Id == "practitioner-1").Tracks.All(track => track.Muted),
            "both tracks to be muted");
        await doctor.CallAsync("Leave");
        await doctor.EndsAsync("left");
        await patient.SeesAsync("patient-1()");
    }

    [Fact]
    public async Task Nothing_can_be_done_before_joining_and_the_connection_stays_usable()
    {
        await using var visitor = await app.ArriveAsync();

        await visitor.RefusedAsync("room.not_joined", "PublishOffer", new { offerId = 1, sdp = BrowserSdp.Offer(), tracks = new[] { _microphone } });
        await visitor.RefusedAsync("room.not_joined", "SubscribeAnswer", new { offerId = 1, sdp = "v=0" });
        await visitor.RefusedAsync("room.not_joined", "RestartSubscription");
        await visitor.RefusedAsync("room.not_joined", "SetTiles", (object)Array.Empty<object>());
        await visitor.RefusedAsync("room.not_joined", "SetMuted", "camera", true);
        await visitor.RefusedAsync("room.not_joined", "Leave");

        await visitor.JoinAsync(await app.PassAsync(_room, "patient-1"));
        await visitor.SeesAsync("patient-1()");
        await visitor.RefusedAsync("room.already_joined", "Join", new { pass = await app.PassAsync(_room, "patient-1"), session = (string?)null });
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("v=0\r\nm=audio")]
    [InlineData("v=0\r\no=- 0 0 IN IP4 0\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n")]
    public async Task An_offer_that_is_garbage_is_refused_and_a_good_one_is_taken_after_it(string sdp)
    {
        var (visitor, _) = await app.JoinAsync(_room, "patient-1");
        await using var _ = visitor;

        await visitor.RefusedAsync("media.bad_sdp", "PublishOffer", new { offerId = 1, sdp, tracks = new[] { _microphone } });

        Assert.Contains("m=audio", (await visitor.PublishAsync(BrowserSdp.Offer(), _microphone)).Sdp);
    }

    [Fact]
    public async Task Messages_of_impossible_shape_are_refused_by_name()
    {
        var (visitor, _) = await app.JoinAsync(_room, "patient-1");
        await using var _ = visitor;
        var sdp = BrowserSdp.Offer();

        await visitor.RefusedAsync("room.sdp_too_large", "PublishOffer", new { offerId = 1, sdp = new string('x', 70_000), tracks = new[] { _microphone } });
        await visitor.RefusedAsync("room.invalid_message", "PublishOffer", new { offerId = -1, sdp, tracks = new[] { _microphone } });
        await visitor.RefusedAsync("room.invalid_message", "SetTiles", (object)new[] { new { track = "t1", visible = true, width = -1, height = 9 } });
        await visitor.RefusedAsync("request.malformed", "PublishOffer", new { offerId = 1, tracks = new[] { _microphone } });
        await visitor.RefusedAsync("request.malformed", "PublishOffer", new { offerId = 1, sdp, tracks = new[] { new { mid = "0", source = "xray", muted = false } } });
        await visitor.RefusedAsync("request.malformed", "SetTiles", 5);
        await visitor.RefusedAsync("request.malformed", "Join", [null]);

        await visitor.PublishAsync(sdp, _microphone);
    }

    [Fact]
    public async Task A_message_over_the_limit_ends_its_connection_and_the_seat_can_be_resumed()
    {
        var (visitor, session) = await app.JoinAsync(_room, "patient-1");
        await using var _ = visitor;

        await Assert.ThrowsAnyAsync<Exception>(() => visitor.PublishAsync(new string('x', 270_000), _microphone));

        await Wait.UntilAsync(() => !visitor.IsConnected, "the connection to end");
        await using var again = await app.ArriveAsync();
        Assert.True((await again.JoinAsync(await app.PassAsync(_room, "patient-1"), session)).Resumed);
    }

    [Fact]
    public async Task What_the_chat_cannot_store_is_said_to_the_others_in_the_room_and_to_nobody_else()
    {
        var (doctor, _) = await app.JoinAsync(_room, "practitioner-1");
        var (patient, _) = await app.JoinAsync(_room, "patient-1");
        var (stranger, _) = await app.JoinAsync(Guid.CreateVersion7(), "patient-2");
        await using var first = doctor;
        await using var second = patient;
        await using var third = stranger;

        await doctor.CallAsync("Say", new { clientMessageId = "m1", text = "两天后复查" });
        await patient.CallAsync("Say", new { clientMessageId = "m2", text = "好的" });

        await Wait.UntilAsync(() => !patient.Words.IsEmpty && !doctor.Words.IsEmpty, "both to hear the other");
        Assert.Equal([new RoomVisitor.Word("practitioner-1", "m1", "两天后复查")], patient.Words);
        Assert.Equal([new RoomVisitor.Word("patient-1", "m2", "好的")], doctor.Words);
        await stranger.CallAsync("SetTiles", new object[] { Array.Empty<object>() });
        Assert.Empty(stranger.Words);
        foreach (var word in new object[] { new { clientMessageId = "", text = "x" }, new { clientMessageId = "m3", text = "" }, new { clientMessageId = "m3", text = new string('x', 4_001) } })
        {
            await doctor.RefusedAsync("room.invalid_message", "Say", word);
        }
    }

    [Fact]
    public async Task A_pass_is_good_for_its_rights_only()
    {
        await using var visitor = await app.ArriveAsync();
        await visitor.JoinAsync(await app.PassAsync(_room, "observer", RoomRights.PublishAudio | RoomRights.Subscribe));

        await visitor.RefusedAsync(
            "media.not_allowed",
            "PublishOffer",
            new { offerId = 1, sdp = BrowserSdp.Offer(withCamera: true), tracks = new[] { _microphone, _camera } });
    }

    [Fact]
    public async Task A_pass_that_ran_out_or_was_changed_or_names_another_node_opens_nothing()
    {
        var old = await app.PassAsync(_room, "patient-1");
        app.Clock.Advance(RoomPass.Lifetime);
        await using var visitor = await app.ArriveAsync();

        await visitor.RefusedAsync("room_pass.expired", "Join", new { pass = old, session = (string?)null });
        await visitor.RefusedAsync("room_pass.invalid", "Join", new { pass = old[..^1], session = (string?)null });
        var foreign = app.Passes.Issue(_room, "patient-1", RoomRights.Participant, "/nodes/9");
        await visitor.RefusedAsync("room_pass.wrong_node", "Join", new { pass = foreign, session = (string?)null });

        await visitor.JoinAsync(await app.PassAsync(_room, "patient-1"));
    }

    [Fact]
    public async Task Who_connects_and_does_not_join_is_disconnected()
    {
        await using var idle = await app.ArriveAsync();
        await idle.RefusedAsync("room.not_joined", "Leave");
        var (joined, _) = await app.JoinAsync(_room, "patient-1");
        await using var _ = joined;

        app.Clock.Advance(RoomHub.JoinTime);

        await Wait.UntilAsync(() => !idle.IsConnected, "the idle connection to end");
        await joined.CallAsync("SetMuted", "camera", true);
    }

    [Fact]
    public async Task A_lost_connection_resumes_its_seat_and_hears_again_what_is_open()
    {
        var (doctor, _) = await app.JoinAsync(_room, "practitioner-1");
        await using var first = doctor;
        var pass = await app.PassAsync(_room, "patient-1");
        var lost = await app.ArriveAsync();
        var session = (await lost.JoinAsync(pass)).Session;
        await doctor.PublishAsync(BrowserSdp.Offer(), _microphone);
        var unanswered = await lost.OfferedAsync();

        app.Clock.Advance(RoomPass.Lifetime);
        await lost.DisposeAsync();
        await using var back = await app.ArriveAsync();
        var reply = await back.JoinAsync(pass, session);

        Assert.True(reply.Resumed);
        Assert.Equal(session, reply.Session);
        Assert.Equal(unanswered.OfferId, (await back.OfferedAsync()).OfferId);
        await back.SeesAsync("patient-1() practitioner-1(microphone)");
        await back.CallAsync("SubscribeAnswer", new { offerId = unanswered.OfferId, sdp = BrowserSdp.AnswerTo(unanswered.Sdp) });
        Assert.DoesNotContain(doctor.Rooms.Skip(2), room => room.Seats.All(seat => seat.Id != "patient-1"));
    }

    [Fact]
    public async Task Resuming_takes_the_seat_from_a_connection_that_still_hangs()
    {
        var (hanging, session) = await app.JoinAsync(_room, "patient-1");
        await using var first = hanging;

        await using var back = await app.ArriveAsync();
        Assert.True((await back.JoinAsync(await app.PassAsync(_room, "patient-1"), session)).Resumed);

        await Wait.UntilAsync(() => !hanging.IsConnected, "the hanging connection to end");
        await back.PublishAsync(BrowserSdp.Offer(), _microphone);
    }

    [Fact]
    public async Task A_session_of_somebody_else_resumes_nothing()
    {
        var (patient, session) = await app.JoinAsync(_room, "patient-1");
        await using var first = patient;

        await using var thief = await app.ArriveAsync();
        var reply = await thief.JoinAsync(await app.PassAsync(_room, "practitioner-1"), session);

        Assert.False(reply.Resumed);
        Assert.Equal("practitioner-1", reply.Seat);
        await patient.SeesAsync("patient-1() practitioner-1()");
    }

    [Fact]
    public async Task Joining_anew_replaces_the_seat_and_tells_the_old_tab()
    {
        var (old, _) = await app.JoinAsync(_room, "patient-1");
        var (current, _) = await app.JoinAsync(_room, "patient-1");
        await using var first = old;
        await using var second = current;

        await old.EndsAsync("replaced");
        await old.RefusedAsync("room.not_joined", "SetMuted", "camera", true);
        await current.SeesAsync("patient-1()");
    }

    [Fact]
    public async Task A_seat_without_signalling_is_given_up_after_half_a_minute()
    {
        var (doctor, _) = await app.JoinAsync(_room, "practitioner-1");
        var (patient, session) = await app.JoinAsync(_room, "patient-1");
        await using var first = doctor;
        await doctor.SeesAsync("patient-1() practitioner-1()");
        await patient.DisposeAsync();

        await Wait.UntilAsync(() =>
        {
            app.Clock.Advance(RoomSeat.ResumeTime);
            return Task.FromResult(doctor.Present == "practitioner-1()" ? null : "the patient's seat to be given up");
        });

        await using var late = await app.ArriveAsync();
        Assert.False((await late.JoinAsync(await app.PassAsync(_room, "patient-1"), session)).Resumed);
    }

    [Fact]
    public async Task An_ended_room_sends_everybody_out_and_old_passes_open_it_no_more()
    {
        var (doctor, _) = await app.JoinAsync(_room, "practitioner-1");
        var (patient, _) = await app.JoinAsync(_room, "patient-1");
        await using var first = doctor;
        await using var second = patient;
        var unused = await app.PassAsync(_room, "patient-1");

        await app.Entrance.CloseAsync(_room, TestContext.Current.CancellationToken);

        await doctor.EndsAsync("room_closed");
        await patient.EndsAsync("room_closed");
        await using var late = await app.ArriveAsync();
        await late.RefusedAsync("room.closed", "Join", new { pass = unused, session = (string?)null });
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await late.JoinAsync(await app.PassAsync(_room, "patient-1"));
    }
}
