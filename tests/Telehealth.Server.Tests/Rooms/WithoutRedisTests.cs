using Telehealth.Coordination;

namespace Telehealth.Rooms;

/// <summary>Calls go on, move and begin while Redis is away, by what the nodes know of each other.</summary>
public sealed class WithoutRedisTests : IAsyncLifetime
{
    private readonly RedisServer _redis = new();
    private readonly Guid _room = Guid.CreateVersion7();
    private readonly NodeGroup _nodes;
    private RoomVisitor _patient = null!;
    private RoomVisitor _doctor = null!;
    private string _holder = "";

    public WithoutRedisTests() => _nodes = new NodeGroup(_redis);

    public async ValueTask InitializeAsync()
    {
        await _redis.InitializeAsync();
        await _nodes.StartAsync("1", "2");
        var door = await _nodes.OpenAsync("1", _room, "patient-1");
        _holder = NodeGroup.NameOf(door.HubUrl);
        _patient = await _nodes.JoinAsync(door);
        _doctor = await _nodes.JoinAsync(await _nodes.OpenAsync("1", _room, "practitioner-1"));
        await _patient.SeesAsync("patient-1() practitioner-1()");
        await _patient.StandbyAsync();
        await _doctor.StandbyAsync();
        await _redis.StopAsync();
    }

    [Fact]
    public async Task The_standby_goes_on_by_asking_the_holder_alone()
    {
        var standby = (await _patient.StandbyAsync())!;
        await using var eager = await _nodes.ArriveAsync(standby.HubUrl);
        await eager.RefusedAsync("room.held_elsewhere", "Join", new { pass = standby.Pass, session = (string?)null });
        Assert.Empty(_patient.Ends);

        _nodes.Kill(_holder);
        await using var patientAgain = await _nodes.JoinAsync(standby);
        await using var doctorAgain = await _nodes.JoinAsync((await _doctor.StandbyAsync())!);
        await patientAgain.SeesAsync("patient-1() practitioner-1()");

        // The holder was only cut off, and Redis comes back: whoever went on later is right.
        _nodes.Wake(_holder);
        await _patient.EndsAsync("server_stopping");
        await _redis.StartAsync();
        await Wait.UntilAsync(
            async () =>
            {
                var (lease, _) = await _nodes.Part<INodeLeases>("1").FindAsync(_room, CancellationToken.None);
                return $"{lease?.Holder}{RoomEntrance.HubPath}" == standby.HubUrl ? null : $"the standby to hold the room; it is {lease?.Holder}";
            });
        Assert.Empty(patientAgain.Ends);
    }

    [Fact]
    public async Task Whoever_loads_the_page_again_finds_the_call()
    {
        foreach (var node in (string[])["1", "2"])
        {
            var door = await _nodes.OpenAsync(node, _room, "patient-1");
            Assert.Equal(_holder, NodeGroup.NameOf(door.HubUrl));
        }

        await using var again = await _nodes.JoinAsync(await _nodes.OpenAsync("1", _room, "patient-1"));
        await again.SeesAsync("patient-1() practitioner-1()");
        await _patient.EndsAsync("replaced");
    }

    [Fact]
    public async Task A_new_call_finds_one_node_from_everywhere()
    {
        var room = Guid.CreateVersion7();

        var patient = await _nodes.OpenAsync("1", room, "patient-1");
        var doctor = await _nodes.OpenAsync("2", room, "practitioner-1");

        Assert.Equal(patient.HubUrl, doctor.HubUrl);
        await using var first = await _nodes.JoinAsync(patient);
        await using var second = await _nodes.JoinAsync(doctor);
        await first.SeesAsync("patient-1() practitioner-1()");
    }

    [Fact]
    public async Task A_node_can_be_emptied_all_the_same()
    {
        _nodes.Part<ThisNode>(_holder).Drain();

        await using var patient = await _nodes.JoinAsync(await _patient.MovedAsync());
        await using var doctor = await _nodes.JoinAsync(await _doctor.MovedAsync());
        await patient.SeesAsync("patient-1() practitioner-1()");
        Assert.Empty(_patient.Ends);
    }

    public async ValueTask DisposeAsync()
    {
        await _patient.DisposeAsync();
        await _doctor.DisposeAsync();
        _nodes.Dispose();
        await _redis.DisposeAsync();
    }
}
