using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Telehealth.Benchmarks.Hubs;
using Telehealth.Lab;

namespace Telehealth.Benchmarks.Commands;

/// <summary>Messages a second to one group: over two nodes joined by our fan-out, and over the framework's hub alone with as many connections.</summary>
internal static class BroadcastCommand
{
    private const int Talkers = 2;
    private static readonly TimeSpan _settling = TimeSpan.FromSeconds(2);
    private static readonly string _words =
        JsonSerializer.Serialize(new { type = 1, invocationId = "1", target = "Say", arguments = new[] { "QueueChanged 0198c0de-0000-7000-8000-000000000000" } }) + "\u001e";

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var options = new CommandOptions(arguments, "connections", "seconds", "rounds");
        var (connections, rounds) = (options.Int("connections", 200), options.Int("rounds", 3));
        var length = TimeSpan.FromSeconds(options.Int("seconds", 10));
        await using var lab = await Laboratory.StartAsync(
            new LabOptions { Nodes = 0, WithPostgres = false, WithRelays = false, WithHistory = false }, CancellationToken.None);
        var (ours, bare) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            bare.Add(await RateAsync([""], connections, length));
            var redis = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{lab.Redis!.Port}");
            ours.Add(await RateAsync([redis, redis], connections, length));
        }

        await Report.PrintAsync(
            "broadcast",
            new { connections, seconds = length.TotalSeconds, rounds, senders = Talkers, value = "messages to the whole group per second, median of the rounds" },
            new
            {
                messagesPerSecond = Report.Rounded(Report.Median(ours), 0),
                deliveriesPerSecond = Report.Rounded(Report.Median(ours) * connections, 0),
                bareMessagesPerSecond = Report.Rounded(Report.Median(bare), 0),
                shareOfBare = Report.Rounded(Report.Median(ours) / Report.Median(bare), 2),
            });
        return 0;
    }

    /// <param name="nodes">The Redis of each node; empty for the bare hub.</param>
    private static async Task<double> RateAsync(string[] nodes, int connections, TimeSpan length)
    {
        var servers = new List<Process>();
        var hubs = new List<string>();
        foreach (var redis in nodes)
        {
            var port = Ports.Take();
            var server = OwnProcess.Start("small-hub", JsonSerializer.Serialize(new SmallHubOrder(port, redis)));
            await server.StandardOutput.ReadLineAsync();
            servers.Add(server);
            hubs.Add(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"));
        }

        var crowds = new List<CrowdProcess> { new(new CrowdOrder([.. hubs], "/small", "", 0, connections, null)) };
        try
        {
            await CrowdProcess.AllInAsync(crowds, connections, TimeSpan.FromMinutes(1));

            // One talker at each node in turn, so that words come from both sides.
            crowds.AddRange(Enumerable.Range(0, Talkers).Select(at => new CrowdProcess(new CrowdOrder([hubs[at % hubs.Count]], "/small?talks", "", at, 1, _words))));
            await CrowdProcess.AllInAsync(crowds, connections + Talkers, TimeSpan.FromMinutes(1));
            await Task.Delay(_settling);
            var before = await crowds[0].AskAsync();
            var started = TimeProvider.System.GetTimestamp();
            await Task.Delay(length);
            var after = await crowds[0].AskAsync();
            var elapsed = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
            return after.In == connections
                ? (after.Heard - before.Heard) / elapsed / connections
                : throw new InvalidOperationException($"{connections - after.In} listeners were cut: the talkers were too fast for them");
        }
        finally
        {
            await Task.WhenAll(crowds.Select(crowd => crowd.DisposeAsync().AsTask()));
            foreach (var server in servers)
            {
                server.StandardInput.Close();
                await server.WaitForExitAsync();
                server.Dispose();
            }
        }
    }
}
