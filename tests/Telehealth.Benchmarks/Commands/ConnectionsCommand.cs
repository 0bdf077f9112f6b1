using System.Globalization;
using System.Text.Json;
using Npgsql;
using Telehealth.Benchmarks.Hubs;
using Telehealth.Lab;

namespace Telehealth.Benchmarks.Commands;

/// <summary>What a held connection costs beside a bare hub, and how fast everybody is back after all nodes restarted at once.</summary>
internal static class ConnectionsCommand
{
    private const int CrowdCount = 2;
    private const int EveryInCall = 50;
    private const int WarmUp = 200;
    private const string HubPath = "/hubs/clinic";

    private static readonly TimeSpan _settling = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan _longestArrival = TimeSpan.FromMinutes(5);

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var options = new CommandOptions(arguments, "count", "nodes", "idle");
        var (count, nodes, idle) = (options.Int("count", 30_000), options.Int("nodes", 2), TimeSpan.FromSeconds(options.Int("idle", 20)));
        var bare = await BareAsync(count / nodes, idle);

        await using var lab = await Laboratory.StartAsync(
            new LabOptions { Nodes = nodes, WithRelays = false, WithHistory = false }, CancellationToken.None);
        var visitors = Path.Combine(lab.Folder, "visitors");
        await HubSessions.WriteAsync(visitors, lab.Postgres!.ConnectionString, lab.PassKey, count, EveryInCall);
        string[] hubs = [.. lab.Nodes.Select(node => $"127.0.0.1:{node.Port}")];
        await WarmUpAsync(hubs, HubPath, visitors);
        var emptyBytes = lab.Nodes.Sum(node => ProcessCost.ResidentBytes(node.ProcessId));

        var crowds = Crowds(hubs, HubPath, visitors, count);
        try
        {
            await CrowdProcess.AllInAsync(crowds, count, _longestArrival);
            var held = await HeldAsync([.. lab.Nodes.Select(node => node.ProcessId)], emptyBytes, count, idle);
            var back = await RestartAsync(lab, crowds, count);
            await Report.PrintAsync(
                "connections",
                new
                {
                    count,
                    nodes,
                    idleSeconds = idle.TotalSeconds,
                    inCall = count / EveryInCall,
                    says = "a heartbeat or a ping every 5 s each, pinged every 5 s; cookies old enough to be checked again; the bare hub has no sign-in and no heartbeat's work",
                },
                new
                {
                    bytesPerConnection = held.Bytes,
                    bareBytesPerConnection = bare.Bytes,
                    memoryAgainstBare = Report.Rounded(held.Bytes / bare.Bytes, 2),
                    cpuPercentPer1000 = held.CpuPercentPer1000,
                    bareCpuPercentPer1000 = bare.CpuPercentPer1000,
                    restart = back,
                });
        }
        finally
        {
            await Task.WhenAll(crowds.Select(crowd => crowd.DisposeAsync().AsTask()));
        }

        return 0;
    }

    private static CrowdProcess[] Crowds(string[] hubs, string path, string visitors, int count) =>
    [
        .. Enumerable.Range(0, CrowdCount).Select(at =>
            new CrowdProcess(new CrowdOrder(hubs, path, visitors, at * count / CrowdCount, ((at + 1) * count / CrowdCount) - (at * count / CrowdCount), null))),
    ];

    private static async Task<(double Bytes, double CpuPercentPer1000)> BareAsync(int count, TimeSpan idle)
    {
        var port = Ports.Take();
        using var process = OwnProcess.Start("small-hub", JsonSerializer.Serialize(new SmallHubOrder(port, "")));
        await process.StandardOutput.ReadLineAsync();
        string[] hubs = [string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}")];
        await WarmUpAsync(hubs, "/small", "");
        var server = process.Id;
        var empty = ProcessCost.ResidentBytes(server);
        var crowds = Crowds(hubs, "/small", "", count);
        try
        {
            await CrowdProcess.AllInAsync(crowds, count, _longestArrival);
            return await HeldAsync([server], empty, count, idle);
        }
        finally
        {
            await Task.WhenAll(crowds.Select(crowd => crowd.DisposeAsync().AsTask()));
            process.StandardInput.Close();
            await process.WaitForExitAsync();
        }
    }

    /// <summary>So that code and pools are there before memory is counted.</summary>
    private static async Task WarmUpAsync(string[] hubs, string path, string visitors)
    {
        await using (var crowd = new CrowdProcess(new CrowdOrder(hubs, path, visitors, 0, WarmUp, null)))
        {
            await CrowdProcess.AllInAsync([crowd], WarmUp, _longestArrival);
            await Task.Delay(_settling);
        }

        await Task.Delay(_settling);
    }

    private static async Task<(double Bytes, double CpuPercentPer1000)> HeldAsync(int[] servers, long emptyBytes, int count, TimeSpan idle)
    {
        await Task.Delay(_settling);
        var cpuBefore = servers.Sum(ProcessCost.CpuMicros);
        var started = TimeProvider.System.GetTimestamp();
        await Task.Delay(idle);
        var cpu = (servers.Sum(ProcessCost.CpuMicros) - cpuBefore) / TimeProvider.System.GetElapsedTime(started).TotalMicroseconds;
        var bytes = servers.Sum(ProcessCost.ResidentBytes) - emptyBytes;
        return (Report.Rounded((double)bytes / count, 0), Report.Rounded(cpu * 100 / count * 1000, 2));
    }

    private static async Task<object> RestartAsync(Laboratory lab, CrowdProcess[] crowds, int count)
    {
        await using var source = NpgsqlDataSource.Create(lab.Postgres!.ConnectionString);
        await Task.WhenAll(lab.Nodes.Select(node => node.KillAsync()));
        await Task.WhenAll(lab.Nodes.Select(node => node.StartAsync(CancellationToken.None)));
        var ready = TimeProvider.System.GetTimestamp();
        var queriesBefore = await TransactionsAsync(source);
        var states = await CrowdProcess.AllInAsync(crowds, count, _longestArrival);
        var elapsed = TimeProvider.System.GetElapsedTime(ready).TotalSeconds;
        await Task.Delay(TimeSpan.FromSeconds(1));
        var queries = await TransactionsAsync(source) - queriesBefore;

        // Some are in before both nodes call themselves ready.
        var readyAt = (double)ready / TimeProvider.System.TimestampFrequency;
        double[] all = [.. states.SelectMany(state => state.InAt.Concat(state.CallsInAt)).Select(at => Math.Max(0, at - readyAt))];
        double[] calls = [.. states.SelectMany(state => state.CallsInAt).Select(at => Math.Max(0, at - readyAt))];
        return new
        {
            allBackSeconds = Report.Rounded(all.Max(), 2),
            backP50Ms = Report.Rounded(Report.Percentile(all, 50) * 1000, 0),
            backP95Ms = Report.Rounded(Report.Percentile(all, 95) * 1000, 0),
            callsBackP95Ms = Report.Rounded(Report.Percentile(calls, 95) * 1000, 0),
            callsBackMaxMs = Report.Rounded(calls.Max() * 1000, 0),
            strangeAnswers = states.Sum(state => state.Strange),
            databaseTransactionsPerSecond = Report.Rounded(queries / (elapsed + 1), 1),
            largestNodeMiB = Report.Rounded(lab.Nodes.Max(node => ProcessCost.ResidentBytes(node.ProcessId)) / 1048576.0, 0),
        };
    }

    /// <summary>Every query is one, whoever asked: an upper bound of what presence asks.</summary>
    private static async Task<long> TransactionsAsync(NpgsqlDataSource source)
    {
        await using var ask = source.CreateCommand("SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()");
        return (long)(await ask.ExecuteScalarAsync())!;
    }
}
