using System.Globalization;
using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace Telehealth.Lab;

/// <summary>PostgreSQL, Redis and server nodes of our own, as processes on free ports in a folder of their own; nothing of it outlives
/// this process.</summary>
public sealed class Laboratory : IAsyncDisposable
{
    private const string FolderPrefix = "telehealth-lab-";
    private readonly LabOptions _options;
    private readonly List<TcpRelay> _relays = [];
    private readonly List<ServerNode> _nodes = [];

    private Laboratory(LabOptions options)
    {
        _options = options;
        SweepAbandoned();
        Folder = System.IO.Directory.CreateTempSubdirectory($"{FolderPrefix}{Environment.ProcessId}-").FullName;

        // PostgreSQL's folder lies within and belongs to another user.
        if (!OperatingSystem.IsWindows())
        {
            Open(Folder);
        }

        Postgres = options.WithPostgres ? new PostgresStore(Folder, options.ReadyWithin) : null;
        Redis = options.WithRedis ? new RedisStore(Folder, options.ReadyWithin) : null;
    }

    /// <summary>Logs, histories, data.</summary>
    public string Folder { get; }

    public IReadOnlyList<ServerNode> Nodes => _nodes;

    public PostgresStore? Postgres { get; }

    public RedisStore? Redis { get; }

    /// <summary>Signs room passes on all nodes (base64).</summary>
    public string PassKey { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>Starts everything and waits until every node is ready.</summary>
    public static async Task<Laboratory> StartAsync(LabOptions options, CancellationToken cancellation)
    {
        var lab = new Laboratory(options);
        try
        {
            await lab.StartStoresAsync(cancellation);
            for (var number = 0; number < options.Nodes; number++)
            {
                lab._nodes.Add(lab.CreateNode(number));
            }

            await Task.WhenAll(lab._nodes.Select(node => node.StartAsync(cancellation)));
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    /// <summary>One more node, started and ready.</summary>
    public async Task<ServerNode> AddNodeAsync(CancellationToken cancellation)
    {
        var node = CreateNode(_nodes.Count);
        _nodes.Add(node);
        await node.StartAsync(cancellation);
        return node;
    }

    /// <summary>Every link whole, every process running and ready again.</summary>
    public async Task HealAsync(CancellationToken cancellation)
    {
        _relays.ForEach(relay => relay.Heal());
        LabProcess?[] stores = [Postgres, Redis];
        foreach (var process in stores.OfType<LabProcess>().Concat(_nodes))
        {
            process.Wake();
            await process.StartAsync(cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _relays.ForEach(relay => relay.Heal());
        await Task.WhenAll(_nodes.Select(node => node.DisposeAsync().AsTask()));
        LabProcess?[] stores = [Postgres, Redis];
        await Task.WhenAll(stores.OfType<LabProcess>().Select(store => store.DisposeAsync().AsTask()));
        foreach (var relay in _relays)
        {
            await relay.DisposeAsync();
        }

        Keep();
        System.IO.Directory.Delete(Folder, recursive: true);
    }

    [UnsupportedOSPlatform("windows")]
    private static void Open(string folder) => File.SetUnixFileMode(
        folder, File.GetUnixFileMode(folder) | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

    private async Task StartStoresAsync(CancellationToken cancellation)
    {
        if (Postgres is { } postgres)
        {
            await postgres.CreateAsync(cancellation);
            await postgres.StartAsync(cancellation);
        }

        await (Redis?.StartAsync(cancellation) ?? Task.CompletedTask);
    }

    private ServerNode CreateNode(int number)
    {
        var redis = Redis is { } store ? Link(store.Port) : null;
        var postgres = Postgres is { } truth ? Link(truth.Port) : null;
        var settings = new Dictionary<string, string>
        {
            ["Storage:DataFolder"] = Path.Combine(Folder, "data"),
            ["Rooms:PassKey"] = PassKey,
            ["Logging:LogLevel:Default"] = "Warning",
            ["RateLimits:SignInsPerMinute"] = "1000000",
            ["RateLimits:InvitationTriesPerMinute"] = "1000000",
        };
        if (Redis is not null)
        {
            settings["Coordination:Redis"] = $"127.0.0.1:{redis?.Port ?? Redis.Port}";
        }

        if (Postgres is not null)
        {
            settings["Storage:PostgreSql"] = PostgresStore.ConnectionStringAt(postgres?.Port ?? Postgres.Port);
        }

        var nodeName = ServerNode.NameOf(number);
        if (_options.WithHistory)
        {
            settings["Telemetry:HistoryFile"] = Path.Combine(Folder, $"{nodeName}.history.jsonl");
        }

        foreach (var (key, value) in _options.Settings.Concat(_options.NodeSettings?.Invoke(number) ?? new Dictionary<string, string>()))
        {
            settings[key] = value;
        }

        return new ServerNode(
            number, Folder, _options.ServerDll ?? ServerBuild.Dll, _options.ReadyWithin, settings, redis, postgres);
    }

    private TcpRelay? Link(int target)
    {
        if (!_options.WithRelays)
        {
            return null;
        }

        var relay = new TcpRelay(target);
        _relays.Add(relay);
        return relay;
    }

    private void Keep()
    {
        if (_options.KeepIn is not { } target)
        {
            return;
        }

        System.IO.Directory.CreateDirectory(target);
        foreach (var file in System.IO.Directory.EnumerateFiles(Folder).Where(file => file.Contains(".log", StringComparison.Ordinal) || file.Contains(".jsonl", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
        }
    }

    /// <summary>Folders of laboratories that were killed; their processes went with them.</summary>
    private static void SweepAbandoned()
    {
        foreach (var folder in System.IO.Directory.EnumerateDirectories(Path.GetTempPath(), FolderPrefix + "*"))
        {
            var owner = Path.GetFileName(folder)[FolderPrefix.Length..].Split('-')[0];
            if (!int.TryParse(owner, CultureInfo.InvariantCulture, out var process) || System.IO.Directory.Exists($"/proc/{process}"))
            {
                continue;
            }

            try
            {
                System.IO.Directory.Delete(folder, recursive: true);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Another user's, or its last process is just going.
            }
        }
    }
}
