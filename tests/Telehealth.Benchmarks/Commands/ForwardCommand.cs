using Telehealth.Benchmarks.Load;
using Telehealth.Benchmarks.Targets;
using Telehealth.Media.Peer;

namespace Telehealth.Benchmarks.Commands;

/// <summary>What it costs to forward sound and picture: CPU, garbage, delay and loss.</summary>
internal static class ForwardCommand
{
    public const string LatencyMeaning =
        "from the publisher's send call to the kernel's arrival stamp at the receiver; addedLatency is that less the same percentile of a bare relay in the same window";

    // The compiler has counted, instrumented and compiled what matters by then: after 8 s it still takes a tenth of the process' time.
    private const int WarmUpSeconds = 30;
    private const int IdleSeconds = 3;

    // What is asked for again at the end is no loss yet.
    private const int SettleSeconds = 2;

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var options = new CommandOptions(arguments, "rooms", "seats", "seconds", "rounds", "kbps", "fps", "nap", "against");
        if (options.Text("against", "") == "janus")
        {
            return await AgainstJanusCommand.RunAsync(options);
        }

        var shape = Shape(options, options.Int("seats", 30));
        var seconds = options.Int("seconds", 10);
        var rounds = options.Int("rounds", 5);
        var address = LoadLoops.OwnAddress();
        var nap = options.Int("nap", LoadLoops.UsualNapMs);
        using var loops = new LoadLoops(nap);
        await using var load = new ForwardLoad(new TelehealthTarget(address), shape, loops);
        using var relay = new RelayProbe(loops.Clock, address);
        await load.ConnectAsync();
        var idleBytes = await IdleAsync(load.Target);
        await load.StartAsync();
        await Report.SayAsync($"{shape.Rooms} rooms of {shape.Seats} receivers; warming up for {WarmUpSeconds} s");
        await Task.Delay(TimeSpan.FromSeconds(WarmUpSeconds));
        await Report.SayAsync($"lost while warming up: {load.Lost}, of which sound {load.LostSound}");
        var measured = new List<(ForwardRound Round, double P50, double P99, double Max)>();
        var lostBefore = load.Lost;
        for (var round = 1; round <= rounds; round++)
        {
            relay.Take();
            var result = await load.MeasureAsync(seconds);
            var (p50, p99, max) = relay.Take();
            measured.Add((result, p50, p99, max));
            await Report.SayAsync($"round {round}: {result}; bare relay p50 {p50} ms, p99 {p99} ms");
        }

        await load.StopAsync();
        await Task.Delay(TimeSpan.FromSeconds(SettleSeconds));
        var lost = load.Lost - lostBefore;
        loops.ThrowIfFaulty();
        await Report.PrintAsync("forward", Settings(shape, seconds, rounds, nap, load.Ciphers), Results(measured, lost, idleBytes));
        return 0;
    }

    public static LoadShape Shape(CommandOptions options, int seats) => new()
    {
        Rooms = options.Int("rooms", 1),
        Seats = seats,
        Publisher = new PublishShape { VideoKbps = options.Int("kbps", 1500), Fps = options.Int("fps", 15) },
    };

    private static object Settings(LoadShape shape, int seconds, int rounds, int nap, string ciphers) => new
    {
        shape.Rooms,
        shape.Seats,
        seconds,
        rounds,
        videoKbps = shape.Publisher.VideoKbps,
        shape.Publisher.Fps,
        audioPacketsPerSecond = 50,
        receiversNapMs = nap,
        receivers = $"NACK, RTX, transport-wide feedback every 100 ms, a report each second, one packet in {CountingReceiver.SampleEvery} opened",
        ciphers,
        latency = LatencyMeaning,
        warmUpSeconds = WarmUpSeconds,
    };

    // What the server allocates with everybody connected and nobody sending is no cost of forwarding.
    private static async Task<double> IdleAsync(IMediaTarget target)
    {
        await Task.Delay(TimeSpan.FromSeconds(1));
        var before = await target.AllocatedBytesAsync();
        await Task.Delay(TimeSpan.FromSeconds(IdleSeconds));
        return (await target.AllocatedBytesAsync() - before) / (double)IdleSeconds;
    }

    private static object Results(List<(ForwardRound Round, double P50, double P99, double Max)> rounds, long lost, double idleBytesPerSecond) => new
    {
        cpuUsPerForwardedPacket = Median(rounds, round => round.Round.CpuMicrosPerPacket),
        cpuUsPerForwardedPacketMin = Report.Rounded(rounds.Min(round => round.Round.CpuMicrosPerPacket)),
        cpuUsPerForwardedPacketMax = Report.Rounded(rounds.Max(round => round.Round.CpuMicrosPerPacket)),
        cpuPercentOfOneCore = Median(rounds, round => round.Round.CpuPercent),
        packetsPerSecond = Median(rounds, round => round.Round.PacketsPerSecond),
        lostPackets = lost,
        repeatedPackets = rounds.Sum(round => round.Round.Repeated),
        foreignPackets = rounds.Sum(round => round.Round.Foreign),
        allocatedBytesPerPacket = Median(rounds, round => round.Round.AllocatedBytes / round.Round.Packets),
        allocatedBytesPerSecondIdle = Report.Rounded(idleBytesPerSecond),
        addedLatencyMs = new
        {
            p50 = Added(rounds, round => round.Round.P50Ms, round => round.P50),
            p99 = Added(rounds, round => round.Round.P99Ms, round => round.P99),
            max = Added(rounds, round => round.Round.MaxMs, round => round.Max),
        },
        latencyMs = new
        {
            p50 = Median(rounds, round => round.Round.P50Ms),
            p99 = Median(rounds, round => round.Round.P99Ms),
            max = Median(rounds, round => round.Round.MaxMs),
        },
        bareRelayMs = new
        {
            p50 = Median(rounds, round => round.P50),
            p99 = Median(rounds, round => round.P99),
            max = Median(rounds, round => round.Max),
        },
    };

    private static double Added(
        List<(ForwardRound Round, double P50, double P99, double Max)> rounds,
        Func<(ForwardRound Round, double P50, double P99, double Max), double> server,
        Func<(ForwardRound Round, double P50, double P99, double Max), double> bare) =>
        Median(rounds, round => Math.Max(0, server(round) - bare(round)));

    private static double Median<T>(List<T> rounds, Func<T, double> value) => Report.Rounded(Report.Median(rounds.Select(value)));
}
