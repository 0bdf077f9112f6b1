using System.Diagnostics;

namespace Telehealth.Lab;

/// <summary>One process of the built server.</summary>
public sealed class ServerNode : LabProcess
{
    private static readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly string _dll;
    private readonly Dictionary<string, string> _settings;

    internal ServerNode(
        int number, string folder, string dll, TimeSpan readyWithin, Dictionary<string, string> settings, TcpRelay? redis, TcpRelay? postgres)
        : base(NameOf(number), folder, readyWithin)
    {
        _dll = dll;
        _settings = settings;
        Number = number;
        RedisLink = redis;
        PostgresLink = postgres;
        HistoryFile = Path.Combine(folder, $"{Name}.history.jsonl");
        _settings.TryAdd("Rooms:NodeUrl", Url);
        _settings.TryAdd("Media:UdpPort", $"{MediaPort}");
        _settings.TryAdd("Telemetry:NodeName", Name);
    }

    /// <summary>From 0.</summary>
    public int Number { get; }

    public int Port { get; } = Ports.Take();

    public int MediaPort { get; } = Ports.Take();

    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>What <c>Telemetry:HistoryFile</c> names, where histories are on; older parts carry a number behind it.</summary>
    public string HistoryFile { get; }

    /// <summary>The link to Redis, to be cut; null without relays.</summary>
    public TcpRelay? RedisLink { get; }

    public TcpRelay? PostgresLink { get; }

    /// <summary>Over the configuration until changed again; counts from the next start.</summary>
    public void Set(string key, string value) => _settings[key] = value;

    public static string NameOf(int number) => $"node{number + 1}";

    protected override ProcessStartInfo Describe()
    {
        var start = new ProcessStartInfo("dotnet", [_dll]) { WorkingDirectory = ServerBuild.ContentFolder };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = Url;
        foreach (var (key, value) in _settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return start;
    }

    protected override async Task<string?> MissingAsync(CancellationToken cancellation)
    {
        try
        {
            using var answer = await _http.GetAsync($"{Url}/health/ready", cancellation);
            return answer.IsSuccessStatusCode ? null : $"/health/ready says {await answer.Content.ReadAsStringAsync(cancellation)}";
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return error.Message;
        }
    }
}
