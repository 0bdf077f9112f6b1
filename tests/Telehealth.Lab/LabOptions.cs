namespace Telehealth.Lab;

/// <summary>What a <see cref="Laboratory"/> starts.</summary>
public sealed record LabOptions
{
    /// <summary>Server processes, each with an HTTP and a media port of its own.</summary>
    public int Nodes { get; init; } = 2;

    /// <summary>Redis for the nodes; without it there can be one node only, which keeps everything in memory.</summary>
    public bool WithRedis { get; init; } = true;

    /// <summary>PostgreSQL for the nodes; without it one node with a SQLite file.</summary>
    public bool WithPostgres { get; init; } = true;

    /// <summary>Puts a <see cref="TcpRelay"/> between each node and each store, so that single links can be cut. Costs a copy of every
    /// byte in this process: off where figures are measured.</summary>
    public bool WithRelays { get; init; } = true;

    /// <summary>Each node writes the facts that the checkers read, see <see cref="ServerNode.HistoryFile"/>.</summary>
    public bool WithHistory { get; init; } = true;

    /// <summary>The built server; null for the one that was built together with this library.</summary>
    public string? ServerDll { get; init; }

    /// <summary>Configuration of all nodes ("RateLimits:SignInsPerMinute"), over what the laboratory sets.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Configuration of one node, by its number from 0, over all others.</summary>
    public Func<int, IReadOnlyDictionary<string, string>>? NodeSettings { get; init; }

    /// <summary>Where logs and histories stay after the end; null keeps nothing.</summary>
    public string? KeepIn { get; init; }

    /// <summary>How long a process may take to answer after its start.</summary>
    public TimeSpan ReadyWithin { get; init; } = TimeSpan.FromSeconds(60);
}
