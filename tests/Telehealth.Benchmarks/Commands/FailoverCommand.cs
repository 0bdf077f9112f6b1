using Telehealth.Benchmarks.Failover;
using Telehealth.Benchmarks.Load;
using Telehealth.Lab;

namespace Telehealth.Benchmarks.Commands;

/// <summary>How long people are without each other when the node that holds their room is killed, and whether anything is lost.</summary>
internal static class FailoverCommand
{
    private const int ChattingTalks = 10;
    private static readonly TimeSpan _lostAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _settlesWithin = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan _calm = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var options = new CommandOptions(arguments, "rounds", "consultations", "waiting");
        var rounds = options.Int("rounds", 20);
        var consultations = options.Int("consultations", 50);
        var waiting = options.Int("waiting", 20);
        await using var lab = await Laboratory.StartAsync(
            new LabOptions { WithRelays = false, WithHistory = false, Settings = new Dictionary<string, string> { ["Media:PublicAddresses:0"] = "127.0.0.1" } },
            CancellationToken.None);
        await Villagers.AddAsync(lab.Postgres!.ConnectionString, consultations + waiting, CancellationToken.None);
        using var clinic = await Clinic.OpenAsync([.. lab.Nodes.Select(node => node.Url)], CancellationToken.None);
        var talks = new List<Talk>();
        while (talks.Count < consultations)
        {
            talks.Add(await clinic.TalkAsync(CancellationToken.None));
        }

        while (clinic.Waiting.Count < waiting)
        {
            await clinic.WaitAsync(CancellationToken.None);
        }

        using var loops = new LoadLoops();
        var run = new FailoverRun(lab, clinic, [.. talks.Select(talk => new Call(loops, talk))], loops);
        try
        {
            await run.EnterAsync();
            var chat = new ChatLog([.. talks.Take(ChattingTalks)]);
            using var ending = new CancellationTokenSource();
            var writing = chat.WriteAsync(ending.Token);
            for (var round = 1; round <= rounds; round++)
            {
                await run.SettleAsync(_settlesWithin);
                await Task.Delay(_calm);
                await run.RoundAsync(round, _lostAfter);
            }

            await ending.CancelAsync();
            await writing;
            await PrintAsync(run, chat, new { rounds, consultations, chattingConsultations = ChattingTalks, sound = "Opus of 32 kbit/s, 50 packets a second each", nodes = lab.Nodes.Count }, clinic);
        }
        finally
        {
            await run.DisposeAsync();
        }

        loops.ThrowIfFaulty();
        return 0;
    }

    private static async Task PrintAsync(FailoverRun run, ChatLog chat, object settings, Clinic clinic)
    {
        var (messagesLost, messagesDoubled, messagesReordered) = await chat.CheckAsync(CancellationToken.None);
        var (entriesLost, entriesDoubled) = await clinic.CountPlacesAsync(CancellationToken.None);
        await Report.PrintAsync(
            "failover",
            settings,
            new
            {
                peersThatLostTheirNode = run.SignallingBackMs.Count,
                signallingBackP50Ms = Percentile(run.SignallingBackMs, 50),
                signallingBackP95Ms = Percentile(run.SignallingBackMs, 95),
                signallingBackMaxMs = Percentile(run.SignallingBackMs, 100),
                audioBackP50Ms = Percentile(run.AudioBackMs, 50),
                audioBackP95Ms = Percentile(run.AudioBackMs, 95),
                audioBackMaxMs = Percentile(run.AudioBackMs, 100),
                callsLost = run.CallsLost,
                messages = chat.Messages,
                messagesLost,
                messagesDoubled,
                messagesReordered,
                queueEntries = clinic.Waiting.Count,
                queueEntriesLost = entriesLost,
                queueEntriesDoubled = entriesDoubled,
            });
    }

    private static double Percentile(IEnumerable<double> values, double percent) => Report.Rounded(Report.Percentile(values, percent), 0);
}
