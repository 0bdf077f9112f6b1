using Microsoft.Extensions.Hosting;
using Telehealth.Coordination;

namespace Telehealth.Rooms;

/// <summary>A node that is emptied loses nobody.</summary>
public sealed class DrainTests : IClassFixture<RedisServer>, IDisposable
{
    private readonly Guid _room = Guid.CreateVersion7();
    private readonly NodeGroup _nodes;

    public DrainTests(RedisServer redis) => _nodes = new NodeGroup(redis);

    [Fact]
    public async Task All_seats_of_a_room_are_asked_to_the_same_node_and_find_it_theirs()
    {
        await _nodes.StartAsync("1", "2", "3");
        var door = await _nodes.OpenAsync("1", _room, "patient-1");
        var holder = NodeGroup.NameOf(door.HubUrl);
        var stopping = _nodes.Part<IHostApplicationLifetime>(holder).ApplicationStopping;
        await using var patient = await _nodes.JoinAsync(door);
        await using var doctor = await _nodes.JoinAsync(await _nodes.OpenAsync("1", _room, "practitioner-1", RoomRights.Moderator));
        await doctor.SeesAsync("patient-1() practitioner-1()");
        await doctor.CallAsync("SetSeatRights", "patient-1", new { screen = false });

        Assert.Null(await _nodes.Part<INodeRegistry>("2").DrainAsync(NodeGroup.UrlOf(holder), CancellationToken.None));
        var (patientsMove, doctorsMove) = (await patient.MovedAsync(), await doctor.MovedAsync());

        Assert.Equal(patientsMove.HubUrl, doctorsMove.HubUrl);
        Assert.NotEqual(door.HubUrl, patientsMove.HubUrl);
        await using var newPatient = await _nodes.ArriveAsync(patientsMove.HubUrl);
        Assert.False((await newPatient.JoinAsync(patientsMove.Pass)).Rights.Screen);
        await using var newDoctor = await _nodes.JoinAsync(doctorsMove);
        await newPatient.SeesAsync("patient-1() practitioner-1()");

        // The old node forwards until they leave; nobody is sent away meanwhile.
        await patient.SeesAsync("patient-1() practitioner-1()");
        Assert.Empty(patient.Ends);
        await patient.CallAsync("Leave");
        await doctor.CallAsync("Leave");
        await Wait.UntilAsync(() => stopping.IsCancellationRequested, "the emptied node to end");
        await newDoctor.SeesAsync("patient-1() practitioner-1()");
        Assert.Empty(newDoctor.Ends);
    }

    [Fact]
    public async Task Whoever_comes_to_a_room_that_moves_comes_to_its_new_node()
    {
        await _nodes.StartAsync("1", "2");
        var door = await _nodes.OpenAsync("1", _room, "patient-1");
        var late = await _nodes.OpenAsync("1", _room, "practitioner-1");
        await using var patient = await _nodes.JoinAsync(door);

        _nodes.Part<ThisNode>(NodeGroup.NameOf(door.HubUrl)).Drain();
        var move = await patient.MovedAsync();

        await using var astray = await _nodes.ArriveAsync(late.HubUrl);
        await astray.RefusedAsync("room_pass.wrong_node", "Join", new { pass = late.Pass, session = (string?)null });
        Assert.Equal(move.HubUrl, (await _nodes.OpenAsync("1", _room, "practitioner-1")).HubUrl);
        Assert.Equal(move.HubUrl, (await _nodes.OpenAsync("2", _room, "practitioner-1")).HubUrl);
    }

    [Fact]
    public async Task A_node_that_is_emptied_gets_no_rooms_and_is_nobodys_standby()
    {
        await _nodes.StartAsync("1", "2");
        var (holder, other, _, visitor) = await OccupyAsync();
        await using var _ = visitor;

        _nodes.Part<ThisNode>(holder).Drain();
        await Wait.UntilAsync(
            () => _nodes.Part<NodeWatch>(other).Find(NodeGroup.UrlOf(holder)) is { IsDraining: true }, "the other node to hear of it");

        for (var i = 0; i < 10; i++)
        {
            var door = await _nodes.OpenAsync(i % 2 == 0 ? holder : other, Guid.CreateVersion7(), "patient-1");
            Assert.Equal(NodeGroup.UrlOf(other) + RoomEntrance.HubPath, door.HubUrl);
            Assert.Null(door.Standby);
        }
    }

    [Fact]
    public async Task A_room_that_was_promised_to_a_node_before_it_was_emptied_opens_elsewhere()
    {
        await _nodes.StartAsync("1", "2");
        var (holder, _, promised, visitor) = await OccupyAsync();
        await using var _ = visitor;

        _nodes.Part<ThisNode>(holder).Drain();
        await using var astray = await _nodes.ArriveAsync(promised.Door.HubUrl);
        await astray.RefusedAsync("room_pass.wrong_node", "Join", new { pass = promised.Door.Pass, session = (string?)null });

        var again = await _nodes.OpenAsync(holder, promised.Room, "patient-2");
        Assert.NotEqual(promised.Door.HubUrl, again.HubUrl);
        await using var late = await _nodes.JoinAsync(again);
        await late.SeesAsync("patient-2()");
    }

    [Fact]
    public async Task A_node_that_is_emptied_wants_no_new_visitors_and_serves_those_it_has()
    {
        await _nodes.StartAsync("1", "2");
        var (holder, _, _, visitor) = await OccupyAsync();
        await using var _ = visitor;
        var client = _nodes[holder].AnonymousClient();

        _nodes.Part<ThisNode>(holder).Drain();

        using var ready = await client.GetAsync("/health/ready", TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        using var live = await client.GetAsync("/health/live", TestContext.Current.CancellationToken);
        Assert.True(live.IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_node_alone_waits_for_nobody_when_it_ends()
    {
        await _nodes.StartAsync("1");
        await using var visitor = await _nodes.JoinAsync(await _nodes.OpenAsync("1", _room, "patient-1"));

        var stopping = _nodes.Part<IHostApplicationLifetime>("1").ApplicationStopping;
        _nodes.Part<ThisNode>("1").Drain();

        await Wait.UntilAsync(() => stopping.IsCancellationRequested, "the node to end");
    }

    public void Dispose() => _nodes.Dispose();

    /// <summary>Somebody sits at a node, which has besides promised a room to somebody who has not come yet.</summary>
    private async Task<(string Holder, string Other, (Guid Room, RoomDoor Door) Promised, RoomVisitor Visitor)> OccupyAsync()
    {
        var door = await _nodes.OpenAsync("1", _room, "patient-1");
        var visitor = await _nodes.JoinAsync(door);
        (Guid Room, RoomDoor Door) promised;
        do
        {
            var room = Guid.CreateVersion7();
            promised = (room, await _nodes.OpenAsync("1", room, "patient-2"));
        }
        while (promised.Door.HubUrl != door.HubUrl);
        return (NodeGroup.NameOf(door.HubUrl), NodeGroup.NameOf(door.Standby!.HubUrl), promised, visitor);
    }
}
