using Telehealth.Benchmarks.Load;
using Telehealth.Benchmarks.Targets;

namespace Telehealth.Benchmarks.Commands;

/// <summary>
/// Our server and Debian's Janus under the same generator in one run, taking turns: Janus as it comes (a thread for each handle) and with the
/// number of event loops that does best here.
/// </summary>
internal static class AgainstJanusCommand
{
    // The compiler has counted, instrumented and compiled what matters by then: after 8 s it still takes a tenth of the process' time.
    private const int WarmUpSeconds = 30;
    private const int SettleSeconds = 2;
    private const int TrialSeconds = 5;

    // Each Janus has its own ports.
    private const int FirstPort = 20_000;
    private const int PortsEach = 4_000;

    private static readonly int[] _eventLoops = [1, 2];

    public static async Task<int> RunAsync(CommandOptions options)
    {
        int[] seats = options.Int("seats", 0) is > 0 and var only ? [only] : [30, 100];
        var seconds = options.Int("seconds", 10);
        var rounds = options.Int("rounds", 5);
        var nap = options.Int("nap", LoadLoops.UsualNapMs);
        var results = new Dictionary<string, object>();
        var ciphers = new Dictionary<string, string>();
        foreach (var count in seats)
        {
            results[$"seats{count}"] = await CompareAsync(ForwardCommand.Shape(options, count), seconds, rounds, nap, ciphers);
        }

        var shape = ForwardCommand.Shape(options, seats[0]);
        await Report.PrintAsync(
            "forward-against-janus",
            new
            {
                shape.Rooms,
                seats = string.Join(", ", seats),
                seconds,
                rounds,
                receiversNapMs = nap,
                videoKbps = shape.Publisher.VideoKbps,
                shape.Publisher.Fps,
                ciphers = string.Join("; ", ciphers.Select(pair => $"{pair.Key}: {pair.Value}")),
                fairness = "both ice-lite on the machine's own address, transport-wide feedback, NACK and RTX on both legs of both, plugins and transports but VideoRoom and WebSocket off, log level 3",
                order = "alternating within each round; CPU is user and system time of the server's process",
                latency = ForwardCommand.LatencyMeaning,
            },
            results);
        return 0;
    }

    private static async Task<object> CompareAsync(LoadShape shape, int seconds, int rounds, int nap, Dictionary<string, string> ciphers)
    {
        var address = LoadLoops.OwnAddress();
        using var loops = new LoadLoops(nap);
        using var relay = new RelayProbe(loops.Clock, address);
        var (eventLoops, trials) = await ChooseEventLoopsAsync(shape, address, loops);
        await using var ours = new ForwardLoad(new TelehealthTarget(address), shape, loops);
        await using var best = new ForwardLoad(
            await JanusTarget.StartAsync($"janus, event_loops = {eventLoops}", address, eventLoops, FirstPort), shape, loops);
        await using var standard = new ForwardLoad(
            await JanusTarget.StartAsync("janus, default", address, 0, FirstPort + PortsEach), shape, loops);
        ForwardLoad[] loads = [ours, best, standard];
        foreach (var load in loads)
        {
            await load.ConnectAsync();
            await load.StartAsync();
            await Task.Delay(TimeSpan.FromSeconds(WarmUpSeconds));
            await load.StopAsync();
            ciphers[load.Target.Name] = $"{load.Ciphers}, {load.FeedbackSent} transport-wide feedback messages while warming up";
        }

        var measured = loads.ToDictionary(load => load, _ => new List<ForwardRound>());
        var bare = new List<(double P50, double P99, double Max)>();
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var load in loads)
            {
                measured[load].Add(await TurnAsync(load, relay, seconds, bare));
                await Report.SayAsync($"{shape.Seats} seats, round {round}, {load.Target.Name}: {measured[load][^1]}");
            }
        }

        loops.ThrowIfFaulty();
        var ratioToBest = Report.Median(measured[ours].Zip(measured[best], (our, their) => our.CpuMicrosPerPacket / their.CpuMicrosPerPacket));
        var ratioToDefault = Report.Median(measured[ours].Zip(measured[standard], (our, their) => our.CpuMicrosPerPacket / their.CpuMicrosPerPacket));
        return new
        {
            ratioToJanusBest = Report.Rounded(ratioToBest),
            ratioToJanusDefault = Report.Rounded(ratioToDefault),
            // Anything but about 1 compares unlike things: somebody has lost packets, or held video back.
            packetRateToJanusBest = Report.Rounded(Report.Median(measured[ours].Zip(measured[best], (our, their) => our.PacketsPerSecond / their.PacketsPerSecond))),
            telehealth = Describe(measured[ours]),
            janusBest = Describe(measured[best]),
            janusDefault = Describe(measured[standard]),
            janusBestEventLoops = eventLoops,
            eventLoopTrials = trials,
            bareRelayMs = new
            {
                p50 = Report.Rounded(Report.Median(bare.Select(window => window.P50))),
                p99 = Report.Rounded(Report.Median(bare.Select(window => window.P99))),
            },
        };
    }

    private static async Task<ForwardRound> TurnAsync(
        ForwardLoad load, RelayProbe relay, int seconds, List<(double P50, double P99, double Max)> bare)
    {
        await load.StartAsync();
        await Task.Delay(TimeSpan.FromSeconds(SettleSeconds));
        relay.Take();
        var lostBefore = load.Lost;
        var round = await load.MeasureAsync(seconds);
        bare.Add(relay.Take());
        await load.StopAsync();
        // What is asked for again at the end is no loss yet.
        await Task.Delay(TimeSpan.FromSeconds(SettleSeconds));
        return round with { Lost = load.Lost - lostBefore };
    }

    private static async Task<(int EventLoops, string Trials)> ChooseEventLoopsAsync(LoadShape shape, string address, LoadLoops loops)
    {
        var trials = new List<(int EventLoops, ForwardRound Round)>();
        foreach (var eventLoops in _eventLoops)
        {
            await using var load = new ForwardLoad(
                await JanusTarget.StartAsync($"janus, event_loops = {eventLoops}", address, eventLoops, FirstPort + (PortsEach * (1 + eventLoops))),
                shape,
                loops);
            await load.ConnectAsync();
            await load.StartAsync();
            await Task.Delay(TimeSpan.FromSeconds(TrialSeconds));
            trials.Add((eventLoops, await load.MeasureAsync(TrialSeconds)));
            await load.StopAsync();
            await Report.SayAsync($"{shape.Seats} seats, trial of {load.Target.Name}: {trials[^1].Round}");
        }

        return (
            trials.MinBy(trial => trial.Round.CpuMicrosPerPacket).EventLoops,
            string.Join(", ", trials.Select(trial => FormattableString.Invariant($"{trial.EventLoops}: {trial.Round.CpuMicrosPerPacket:0.00} us"))));
    }

    private static object Describe(List<ForwardRound> rounds) => new
    {
        cpuUsPerForwardedPacket = Report.Rounded(Report.Median(rounds.Select(round => round.CpuMicrosPerPacket))),
        cpuUsMin = Report.Rounded(rounds.Min(round => round.CpuMicrosPerPacket)),
        cpuUsMax = Report.Rounded(rounds.Max(round => round.CpuMicrosPerPacket)),
        packetsPerSecond = Report.Rounded(Report.Median(rounds.Select(round => round.PacketsPerSecond)), 0),
        latencyP50Ms = Report.Rounded(Report.Median(rounds.Select(round => round.P50Ms))),
        latencyP99Ms = Report.Rounded(Report.Median(rounds.Select(round => round.P99Ms))),
        latencyMaxMs = Report.Rounded(rounds.Max(round => round.MaxMs)),
        lostPackets = rounds.Sum(round => round.Lost),
        repeatedPackets = rounds.Sum(round => round.Repeated),
        foreignPackets = rounds.Sum(round => round.Foreign),
    };
}
