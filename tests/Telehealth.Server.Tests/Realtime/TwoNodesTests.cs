using Microsoft.Extensions.DependencyInjection;
using Telehealth.Coordination;
using Telehealth.Rooms;

namespace Telehealth.Realtime;

/// <summary>Two whole servers on one Redis and one database.</summary>
public sealed class TwoNodesTests : IClassFixture<RedisServer>, IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly ManualClock _clock = new();
    private readonly TelehealthApp _first;
    private readonly TelehealthApp _second;

    public TwoNodesTests(RedisServer redis)
    {
        _first = Node(redis, "/nodes/1");
        _second = Node(redis, "/nodes/2");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_room_stands_on_one_node_and_every_entrance_leads_there()
    {
        var room = Guid.CreateVersion7();

        var (door, _) = await Entrance(_first).OpenAsync(room, "patient-1", RoomRights.Participant, 0, Cancellation);
        var (other, _) = await Entrance(_second).OpenAsync(room, "practitioner-1", RoomRights.Participant, 0, Cancellation);

        Assert.Equal(door!.HubUrl, other!.HubUrl);
        var (holder, second) = door.HubUrl == "/nodes/1/hubs/room" ? (_first, _second) : (_second, _first);
        await using var visitor = await ArriveAsync(holder);
        await visitor.JoinAsync(other.Pass);
        await visitor.SeesAsync("practitioner-1()");
        await using var astray = await ArriveAsync(second);
        await astray.RefusedAsync("room_pass.wrong_node", "Join", new { pass = other.Pass, session = (string?)null });
    }

    [Fact]
    public async Task A_room_ends_on_the_node_that_holds_it_when_another_is_told()
    {
        var room = Guid.CreateVersion7();
        var (door, _) = await Entrance(_first).OpenAsync(room, "patient-1", RoomRights.Participant, 0, Cancellation);
        await using var visitor = await ArriveAsync(door!);
        await visitor.JoinAsync(door!.Pass);

        await Wait.UntilAsync(async () =>
        {
            // Again and again, because a node that has just started may not listen yet.
            await Entrance(_second).CloseAsync(room, Cancellation);
            return visitor.Ends.Contains("room_closed") ? null : "the room to end";
        });
    }

    [Fact]
    public async Task A_seat_ends_on_the_node_that_holds_it_when_another_is_told()
    {
        var room = Guid.CreateVersion7();
        var (door, _) = await Entrance(_first).OpenAsync(room, "practitioner-1", RoomRights.Participant, 0, Cancellation);
        var (other, _) = await Entrance(_first).OpenAsync(room, "patient-1", RoomRights.Participant, 0, Cancellation);
        await using var removed = await ArriveAsync(door!);
        await removed.JoinAsync(door!.Pass);
        await using var staying = await ArriveAsync(other!);
        await staying.JoinAsync(other!.Pass);

        await Wait.UntilAsync(async () =>
        {
            // Again and again, because a node that has just started may not listen yet.
            await Entrance(_second).RemoveAsync(room, "practitioner-1", 0, Cancellation);
            return removed.Ends.Contains("removed") ? null : "the seat to end";
        });
        await staying.SeesAsync("patient-1()");
    }

    [Fact]
    public async Task What_happens_at_one_node_is_told_to_browsers_of_the_other()
    {
        var here = await _first.SignInAsync("dr-li");
        var session = await here.GetAsync<Directory.SessionView>("/api/session");
        var department = session.Roles[0].DepartmentId!.Value;
        await using var watcher = await ClinicTab.OpenAsync(_first.HubOf(here, "/hubs/clinic"));
        await watcher.CallAsync("WatchDepartment", department);
        var there = await _second.SignInAsync("dr-li");
        await using var second = await ClinicTab.OpenAsync(_second.HubOf(there, "/hubs/clinic"));

        await second.CallAsync("SetPresence", "busy");
        await watcher.HearsAsync($"PresencesChanged {department} {session.PractitionerId} busy 0/1");
        _second.Services.GetRequiredService<ClinicNotifications>().QueueChanged(department);
        await watcher.HearsAsync($"QueueChanged {department}");
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        _database.Dispose();
    }

    private static RoomEntrance Entrance(TelehealthApp node) => node.Services.GetRequiredService<RoomEntrance>();

    private Task<RoomVisitor> ArriveAsync(RoomDoor door) =>
        ArriveAsync(door.HubUrl == "/nodes/1/hubs/room" ? _first : _second);

    private static Task<RoomVisitor> ArriveAsync(TelehealthApp node) =>
        RoomVisitor.ArriveAsync(node.HubOf(node.AnonymousClient(), RoomEntrance.HubPath));

    private TelehealthApp Node(RedisServer redis, string url) => new()
    {
        SharedDatabase = _database,
        Clock = _clock,
        AddServices = services => services.AddSingleton<MayWatchDepartment>((_, _, _) => Task.FromResult(true)),
        Settings =
        {
            ["Coordination:Redis"] = redis.ConnectionString,
            ["Rooms:NodeUrl"] = url,
            ["Rooms:PassKey"] = Convert.ToBase64String(new byte[RoomsOptions.MinKeyBytes]),
        },
    };
}
