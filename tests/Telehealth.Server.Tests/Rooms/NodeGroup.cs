using Microsoft.Extensions.DependencyInjection;
using Telehealth.Coordination;

namespace Telehealth.Rooms;

/// <summary>Whole servers on one Redis and one database, joined by wires that a test can cut.</summary>
public sealed class NodeGroup(RedisServer redis) : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Dictionary<string, TelehealthApp> _nodes = [];

    public NodeSwitch Wires { get; } = new();

    public ManualClock Clock { get; } = new();

    public TelehealthApp this[string name] => _nodes[name];

    /// <summary>Starts a node whose public address is <c>/nodes/{name}</c>.</summary>
    public TelehealthApp Start(string name)
    {
        var node = new TelehealthApp
        {
            SharedDatabase = _database,
            Clock = Clock,
            AddServices = services => services.AddHttpClient(RoomProbe.Client)
                .ConfigurePrimaryHttpMessageHandler(() => Wires).SetHandlerLifetime(Timeout.InfiniteTimeSpan),
            Settings =
            {
                ["Coordination:Redis"] = redis.ConnectionString,
                ["Rooms:NodeUrl"] = UrlOf(name),
                ["Nodes:InternalUrl"] = $"http://node-{name}",
                ["Rooms:PassKey"] = Convert.ToBase64String(new byte[RoomsOptions.MinKeyBytes]),
                ["Media:PublicAddresses:0"] = "127.0.0.1",
            },
        };
        Wires.Plug($"node-{name}", node.Server.CreateHandler());
        _nodes.Add(name, node);
        return node;
    }

    /// <summary>Starts several, which know each other when this returns.</summary>
    public async Task StartAsync(params string[] names)
    {
        foreach (var name in names)
        {
            Start(name);
        }

        await Wait.UntilAsync(
            () => _nodes.Values.All(node => node.Services.GetRequiredService<NodeWatch>().Nodes.Count == _nodes.Count),
            "the nodes to know each other");
    }

    /// <summary>Makes room for a node of the same name.</summary>
    public void Forget(string name) => _nodes.Remove(name);

    public static string UrlOf(string name) => $"/nodes/{name}";

    /// <summary>Whose address a door has.</summary>
    public static string NameOf(string hubUrl) => hubUrl.Split('/')[2];

    public async Task<RoomDoor> OpenAsync(string at, Guid room, string seat, RoomRights rights = RoomRights.Participant)
    {
        var (door, refusal) = await Entrance(at).OpenAsync(room, seat, rights, 0, CancellationToken.None);
        Assert.Null(refusal);
        return door!;
    }

    public RoomEntrance Entrance(string at) => _nodes[at].Services.GetRequiredService<RoomEntrance>();

    public T Part<T>(string at)
        where T : notnull => _nodes[at].Services.GetRequiredService<T>();

    public Task<RoomVisitor> ArriveAsync(string hubUrl)
    {
        var node = _nodes[NameOf(hubUrl)];
        return RoomVisitor.ArriveAsync(node.HubOf(node.AnonymousClient(), RoomEntrance.HubPath));
    }

    public async Task<RoomVisitor> JoinAsync(string pass, string hubUrl)
    {
        var visitor = await ArriveAsync(hubUrl);
        var reply = await visitor.JoinAsync(pass);
        Assert.False(reply.Resumed);
        return visitor;
    }

    public Task<RoomVisitor> JoinAsync(RoomDoor door) => JoinAsync(door.Pass, door.HubUrl);

    public Task<RoomVisitor> JoinAsync(SpareDoor door) => JoinAsync(door.Pass, door.HubUrl);

    /// <summary>Every way to the node is cut off as by its death, though its process cannot die here.</summary>
    public void Kill(string name) => Wires.Kill($"node-{name}");

    public void Sleep(string name) => Wires.Sleep($"node-{name}");

    public void Wake(string name) => Wires.Wake($"node-{name}");

    public void Dispose()
    {
        foreach (var node in _nodes.Values)
        {
            node.Dispose();
        }

        _database.Dispose();
    }
}
