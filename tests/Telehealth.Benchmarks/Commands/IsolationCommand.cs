using System.Diagnostics;
using System.Globalization;
using Telehealth.Benchmarks.Load;
using Telehealth.Benchmarks.Targets;
using Telehealth.Lab;

namespace Telehealth.Benchmarks.Commands;

/// <summary>Whether a busy web process delays the packets of a media process beside it, and how small that one is.</summary>
internal static class IsolationCommand
{
    // Twice the share of the processor, and twice again: what cpu_shares 4096 is in docker-compose.roles.yml.
    private const int MediaNice = -6;
    private const int WarmUpSeconds = 15;
    private static readonly TimeSpan _settling = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var options = new CommandOptions(arguments, "rooms", "seats", "seconds", "rounds", "askers", "tabs", "heap");
        var plan = new Plan(options.Int("rooms", 2), options.Int("seats", 5), options.Int("seconds", 10), options.Int("rounds", 3), options.Int("askers", 16), options.Int("tabs", 500), options.Int("heap", 64));
        var apart = await MeasureAsync(plan, isApart: true);
        var together = await MeasureAsync(plan, isApart: false);
        await Report.PrintAsync(
            "isolation",
            new
            {
                plan.Rooms,
                plan.Seats,
                plan.Seconds,
                plan.Rounds,
                webLoad = $"{plan.Askers - 1} who list patients and one who signs in, none of whom pauses, and {plan.Tabs} tabs at the clinic hub; their own work is on the same processor",
                mediaNice = MediaNice,
                mediaHeapLimitMiB = plan.HeapMiB,
                latency = ForwardCommand.LatencyMeaning + "; the bare relay has the media process's priority",
            },
            new { apart, together });
        return 0;
    }

    private static async Task<object> MeasureAsync(Plan plan, bool isApart)
    {
        await using var lab = await Laboratory.StartAsync(
            new LabOptions
            {
                Nodes = isApart ? 2 : 1,
                WithRelays = false,
                WithHistory = false,
                Settings = new Dictionary<string, string> { ["Media:PublicAddresses:0"] = LoadLoops.OwnAddress() },
                NodeSettings = number => isApart ? SettingsOf(number, plan) : new Dictionary<string, string>(),
            },
            CancellationToken.None);
        var (web, media) = (lab.Nodes[0], lab.Nodes[^1]);
        using var loops = new LoadLoops();
        var shape = new LoadShape { Rooms = plan.Rooms, Seats = plan.Seats };
        await using var load = new ForwardLoad(new RoomHubTarget(media, lab.PassKey), shape, loops);
        using var relay = new RelayProbe(loops.Clock, LoadLoops.OwnAddress());
        await load.ConnectAsync();
        await load.StartAsync();
        var isPreferred = Prefer(relay.ProcessId) && (!isApart || Prefer(media.ProcessId));
        await Task.Delay(TimeSpan.FromSeconds(WarmUpSeconds));
        var lostBefore = load.Lost;
        var quiet = await DelaysAsync(load, relay, plan);

        await using var pages = await WebLoad.StartAsync(lab, web, plan.Askers, plan.Tabs);
        await Task.Delay(_settling);
        var (answers, cpu, started) = (pages.Answers, ProcessCost.CpuMicros(web.ProcessId), TimeProvider.System.GetTimestamp());
        var busy = await DelaysAsync(load, relay, plan);
        var elapsed = TimeProvider.System.GetElapsedTime(started);
        loops.ThrowIfFaulty();
        return new
        {
            quiet,
            busy,
            webAnswersPerSecond = Report.Rounded((pages.Answers - answers) / elapsed.TotalSeconds, 0),
            webCpuPercentOfOneCore = Report.Rounded((ProcessCost.CpuMicros(web.ProcessId) - cpu) / elapsed.TotalMicroseconds * 100, 0),
            lostPackets = load.Lost - lostBefore,
            priorityGiven = isPreferred,
            webMiB = MiB(web),
            mediaMiB = MiB(media),
            mediaDatabaseConnections = ConnectionsTo(media.ProcessId, lab.Postgres!.Port),
            webDatabaseConnections = ConnectionsTo(web.ProcessId, lab.Postgres.Port),
        };
    }

    /// <summary>The media process is told of no database, and its heap may not outgrow a few megabytes.</summary>
    private static Dictionary<string, string> SettingsOf(int number, Plan plan) => number == 0
        ? new Dictionary<string, string> { ["Role"] = "web" }
        : new Dictionary<string, string>
        {
            ["Role"] = "media",
            ["Storage:PostgreSql"] = "",
            ["DOTNET_GCHeapHardLimit"] = (plan.HeapMiB * 1048576L).ToString("X", CultureInfo.InvariantCulture),
        };

    private static async Task<object> DelaysAsync(ForwardLoad load, RelayProbe relay, Plan plan)
    {
        var rounds = new List<(ForwardRound Ours, double P50, double P99, double Max)>();
        for (var round = 0; round < plan.Rounds; round++)
        {
            relay.Take();
            var ours = await load.MeasureAsync(plan.Seconds);
            var (p50, p99, max) = relay.Take();
            rounds.Add((ours, p50, p99, max));
            await Report.SayAsync($"{ours}; bare relay p50 {p50} ms, p99 {p99} ms");
        }

        return new
        {
            p50Ms = Median(rounds.Select(round => round.Ours.P50Ms)),
            p99Ms = Median(rounds.Select(round => round.Ours.P99Ms)),
            maxMs = Median(rounds.Select(round => round.Ours.MaxMs)),
            bareRelayP99Ms = Median(rounds.Select(round => round.P99)),
            addedP99Ms = Median(rounds.Select(round => Math.Max(0, round.Ours.P99Ms - round.P99))),
            packetsPerSecond = Median(rounds.Select(round => round.Ours.PacketsPerSecond)),
        };
    }

    private static double Median(IEnumerable<double> values) => Report.Rounded(Report.Median(values), 2);

    private static double MiB(ServerNode node) => Report.Rounded(ProcessCost.ResidentBytes(node.ProcessId) / 1048576.0, 0);

    /// <summary>All threads of a process get more of the processor than others; false where that is not allowed.</summary>
    private static bool Prefer(int process)
    {
        var threads = System.IO.Directory.GetDirectories($"/proc/{process}/task").Select(path => Path.GetFileName(path)!);
        using var renice = Process.Start(new ProcessStartInfo(
            "renice", ["-n", MediaNice.ToString(CultureInfo.InvariantCulture), "-p", .. threads])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        renice.WaitForExit();
        return renice.ExitCode == 0;
    }

    /// <summary>TCP connections that a process has open to a port of this machine.</summary>
    private static int ConnectionsTo(int process, int port)
    {
        var hexPort = port.ToString("X4", CultureInfo.InvariantCulture);
        var inodes = File.ReadLines($"/proc/{process}/net/tcp").Concat(File.ReadLines($"/proc/{process}/net/tcp6")).Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[2].EndsWith(':' + hexPort, StringComparison.Ordinal))
            .Select(fields => $"socket:[{fields[9]}]").ToHashSet();
        return System.IO.Directory.GetFiles($"/proc/{process}/fd")
            .Count(handle => new FileInfo(handle).LinkTarget is { } target && inodes.Contains(target));
    }

    private sealed record Plan(int Rooms, int Seats, int Seconds, int Rounds, int Askers, int Tabs, int HeapMiB);
}
