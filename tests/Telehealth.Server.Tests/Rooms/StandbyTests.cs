using Telehealth.Coordination;

namespace Telehealth.Rooms;

/// <summary>A call goes on at another node when its own is gone.</summary>
public sealed class StandbyTests : IClassFixture<RedisServer>, IDisposable
{
    private static readonly object _microphone = new { mid = "0", source = "microphone", muted = false };

    private readonly Guid _room = Guid.CreateVersion7();
    private readonly NodeGroup _nodes;
    private string _holder = "";
    private string _other = "";

    public StandbyTests(RedisServer redis) => _nodes = new NodeGroup(redis);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everybody_in_a_room_hears_of_the_same_standby()
    {
        await _nodes.StartAsync("1", "2", "3");
        var first = await _nodes.OpenAsync("1", _room, "patient-1");
        var second = await _nodes.OpenAsync("2", _room, "practitioner-1");

        Assert.NotEqual(first.HubUrl, first.Standby!.HubUrl);
        Assert.Equal(first.HubUrl, second.HubUrl);
        Assert.Equal(first.Standby.HubUrl, second.Standby!.HubUrl);
        Assert.NotEqual(first.Standby.Pass, second.Standby.Pass);
        await using var visitor = await _nodes.JoinAsync(first);
        Assert.Equal(first.Standby.HubUrl, (await visitor.StandbyAsync())!.HubUrl);
    }

    [Fact]
    public async Task A_word_about_the_standby_is_renewed_long_before_it_runs_out()
    {
        await _nodes.StartAsync("1", "2");
        var (visitor, doctor) = await SitAsync();
        await using var _ = visitor;
        await using var __ = doctor;
        var early = await visitor.StandbyAsync();

        _nodes.Clock.Advance(RoomPass.SpareLifetime / 2);
        await Wait.UntilAsync(() => visitor.Standbys.LastOrDefault()?.Pass != early!.Pass, "a new pass for the standby");
        _nodes.Clock.Advance(RoomPass.SpareLifetime / 2);
        _nodes.Kill(_holder);

        await using var again = await _nodes.JoinAsync((await visitor.StandbyAsync())!);
        await again.SeesAsync("patient-1()");
    }

    [Fact]
    public async Task A_standby_whose_node_is_gone_is_taken_back()
    {
        await _nodes.StartAsync("1", "2");
        var (visitor, doctor) = await SitAsync();
        await using var _ = visitor;
        await using var __ = doctor;
        Assert.NotNull(await visitor.StandbyAsync());

        await _nodes[_other].DisposeAsync();

        await Wait.UntilAsync(() => visitor.Standbys.Last() is null, "no standby");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_the_holder_is_gone_its_people_meet_at_the_standby(bool asleep)
    {
        await _nodes.StartAsync("1", "2");
        var (patient, doctor) = await SitAsync();
        await using var _ = patient;
        await using var __ = doctor;
        var sequence = patient.Rooms.Last().Sequence;

        Lose(_holder, asleep);
        await using var patientAgain = await _nodes.JoinAsync((await patient.StandbyAsync())!);
        await using var doctorAgain = await _nodes.JoinAsync((await doctor.StandbyAsync())!);

        await patientAgain.SeesAsync("patient-1() practitioner-1()");
        Assert.True(patientAgain.Rooms.First().Sequence > sequence, "The room's sequence began anew.");
        Assert.Equal(NodeGroup.UrlOf(_other) + RoomEntrance.HubPath, (await _nodes.OpenAsync(_other, _room, "patient-2")).HubUrl);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_holder_that_comes_back_ends_its_seats(bool asleep)
    {
        await _nodes.StartAsync("1", "2");
        var (patient, doctor) = await SitAsync();
        await using var _ = patient;
        await using var __ = doctor;

        Lose(_holder, asleep);
        await using var again = await _nodes.JoinAsync((await patient.StandbyAsync())!);
        _nodes.Wake(_holder);

        await doctor.EndsAsync("server_stopping");
        await patient.EndsAsync("server_stopping");
        await again.SeesAsync("patient-1()");
        Assert.Empty(again.Ends);
    }

    [Fact]
    public async Task The_standby_lets_nobody_in_while_the_holder_lives()
    {
        await _nodes.StartAsync("1", "2");
        var (patient, doctor) = await SitAsync();
        await using var _ = patient;
        await using var __ = doctor;
        var standby = (await patient.StandbyAsync())!;

        await using var eager = await _nodes.ArriveAsync(standby.HubUrl);
        await eager.RefusedAsync("room.held_elsewhere", "Join", new { pass = standby.Pass, session = (string?)null });
        Assert.Empty(patient.Ends);
    }

    [Fact]
    public async Task What_moderators_decided_holds_at_the_standby()
    {
        await _nodes.StartAsync("1", "2");
        var (patient, doctor) = await SitAsync();
        await using var _ = patient;
        await using var __ = doctor;
        await patient.PublishAsync(BrowserSdp.Offer(), _microphone);
        await doctor.SeesAsync("patient-1(microphone) practitioner-1()");
        await doctor.CallAsync("MuteSeat", "patient-1", "microphone");
        await doctor.CallAsync("SetSeatRights", "patient-1", new { video = false });
        await doctor.CallAsync("LockRoom", true);
        var before = (await patient.StandbyAsync())!;
        var stranger = await _nodes.OpenAsync("2", _room, "patient-2");

        Lose(_holder, asleep: false);
        await using var again = await _nodes.ArriveAsync(before.HubUrl);
        var reply = await again.JoinAsync(before.Pass);
        Assert.False(reply.Rights.Video);
        Assert.True(reply.Rights.Audio);
        await again.PublishAsync(BrowserSdp.Offer(), _microphone);
        await Wait.UntilAsync(() => again.Rooms.LastOrDefault()?.Seats is [{ Tracks: [{ Muted: true }] }], "the microphone to be muted");
        Assert.True(again.Rooms.Last().Locked);
        await Wait.UntilAsync(() => again.Mutes.Contains(new RoomVisitor.Mute("microphone", "practitioner-1")), "the word of the muting");
        await using var outside = await _nodes.ArriveAsync(stranger.Standby!.HubUrl);
        await outside.RefusedAsync("media.room_locked", "Join", new { pass = stranger.Standby.Pass, session = (string?)null });
    }

    [Fact]
    public async Task Whoever_was_removed_does_not_come_in_by_the_standby_either()
    {
        await _nodes.StartAsync("1", "2");
        var (patient, doctor) = await SitAsync();
        await using var _ = patient;
        await using var __ = doctor;
        var standby = (await patient.StandbyAsync())!;
        await doctor.CallAsync("RemoveSeat", "patient-1");
        await patient.EndsAsync("removed");

        Lose(_holder, asleep: false);
        await _nodes[_other].DisposeAsync();
        await RestartAsync(_other);

        await using var again = await _nodes.ArriveAsync(standby.HubUrl);
        await again.RefusedAsync("room.closed", "Join", new { pass = standby.Pass, session = (string?)null });
    }

    [Fact]
    public async Task A_room_that_ended_is_not_opened_by_the_standby()
    {
        await _nodes.StartAsync("1", "2");
        var (patient, doctor) = await SitAsync();
        await using var _ = patient;
        await using var __ = doctor;
        var standby = (await patient.StandbyAsync())!;
        Assert.Null(await _nodes.Entrance(_holder).CloseAsync(_room, Cancellation));
        await patient.EndsAsync("room_closed");

        await _nodes[_other].DisposeAsync();
        await RestartAsync(_other);

        await using var again = await _nodes.ArriveAsync(standby.HubUrl);
        await again.RefusedAsync("room.closed", "Join", new { pass = standby.Pass, session = (string?)null });
    }

    [Fact]
    public async Task The_standby_names_the_next_one()
    {
        await _nodes.StartAsync("1", "2", "3");
        var (visitor, doctor) = await SitAsync();
        await using var _ = visitor;
        await using var __ = doctor;
        var standby = (await visitor.StandbyAsync())!;

        Lose(_holder, asleep: false);
        await using var again = await _nodes.JoinAsync(standby);
        var next = await again.StandbyAsync();

        Assert.NotNull(next);
        Assert.NotEqual(standby.HubUrl, next.HubUrl);
    }

    public void Dispose() => _nodes.Dispose();

    private void Lose(string node, bool asleep)
    {
        if (asleep)
        {
            _nodes.Sleep(node);
        }
        else
        {
            _nodes.Kill(node);
        }
    }

    private async Task RestartAsync(string name)
    {
        _nodes.Forget(name);
        await Task.Run(() => _nodes.Start(name));
    }

    private async Task<(RoomVisitor Patient, RoomVisitor Doctor)> SitAsync()
    {
        var door = await _nodes.OpenAsync("1", _room, "patient-1");
        (_holder, _other) = (NodeGroup.NameOf(door.HubUrl), NodeGroup.NameOf(door.Standby!.HubUrl));
        var patient = await _nodes.JoinAsync(door);
        var doctor = await _nodes.JoinAsync(await _nodes.OpenAsync("1", _room, "practitioner-1", RoomRights.Moderator));
        await patient.SeesAsync("patient-1() practitioner-1()");
        return (patient, doctor);
    }
}
