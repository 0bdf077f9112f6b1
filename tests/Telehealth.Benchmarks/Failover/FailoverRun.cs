using Telehealth.Benchmarks.Load;
using Telehealth.Lab;

namespace Telehealth.Benchmarks.Failover;

/// <summary>Both sides of one consultation.</summary>
internal sealed class Call(LoadLoops loops, Talk talk)
{
    public Caller[] Sides { get; } = [new(loops, talk.ClinicDoctor, talk.Id), new(loops, talk.Specialist, talk.Id)];
}

/// <summary>Calls under which one node after the other is killed and started again.</summary>
internal sealed class FailoverRun(Laboratory lab, Clinic clinic, IReadOnlyList<Call> calls, LoadLoops loops) : IAsyncDisposable
{
    public List<double> SignallingBackMs { get; } = [];

    public List<double> AudioBackMs { get; } = [];

    public int CallsLost { get; private set; }

    private IEnumerable<Caller> Callers => calls.SelectMany(call => call.Sides);

    public async Task EnterAsync()
    {
        foreach (var call in calls)
        {
            await Task.WhenAll(call.Sides.Select(side => side.EnterAsync()));
        }
    }

    /// <summary>Everybody hears the other side, and knows where to go should the node die.</summary>
    public Task SettleAsync(TimeSpan within) => Deadline.WaitAsync(
        _ =>
        {
            var (deaf, homeless) = (Callers.Count(caller => !caller.Hears), Callers.Count(caller => !caller.HasStandby));
            return Task.FromResult(deaf + homeless == 0 ? null : $"sound for {deaf} and a standby for {homeless} of {calls.Count * 2} peers");
        },
        within,
        CancellationToken.None);

    /// <summary>Kills the node with the most calls, takes the times of those who sat there, and starts it again.</summary>
    public async Task RoundAsync(int number, TimeSpan lostAfter)
    {
        var node = lab.Nodes.MaxBy(one => Callers.Count(caller => IsAt(caller, one)))!;
        var hit = calls.Where(call => call.Sides.Any(side => IsAt(side, node))).ToArray();
        var sides = hit.SelectMany(call => call.Sides).ToArray();
        var now = loops.Clock.NowMicros;
        Array.ForEach(sides, side => side.MarkLoss(now));
        var killing = node.KillAsync();

        // Somebody joins a queue in the moment in which a node dies.
        var joining = clinic.WaitAsync(CancellationToken.None);
        await killing;
        try
        {
            await Deadline.WaitAsync(
                _ => Task.FromResult(sides.All(side => side.Hears) ? null : "sound"), lostAfter, CancellationToken.None, TimeSpan.FromMilliseconds(20));
        }
        catch (TimeoutException)
        {
            CallsLost += hit.Count(call => !call.Sides.All(side => side.Hears));
        }

        var back = sides.Where(side => side.Hears).ToArray();
        SignallingBackMs.AddRange(back.Select(side => side.SignallingBackMs));
        AudioBackMs.AddRange(back.Select(side => side.AudioBackMs));
        await Report.SayAsync(
            $"round {number}: {node.Name} killed under {hit.Length} calls; signalling p95 {Worst(back, side => side.SignallingBackMs)} ms, "
            + $"audio p95 {Worst(back, side => side.AudioBackMs)} ms, {CallsLost} calls lost");
        await joining;
        await node.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(Callers.Select(caller => caller.DisposeAsync().AsTask()));

    private static bool IsAt(Caller caller, ServerNode node) => caller.Node.StartsWith(node.Url + "/", StringComparison.Ordinal);

    private static double Worst(IEnumerable<Caller> callers, Func<Caller, double> what) =>
        Report.Rounded(Report.Percentile(callers.Select(what), 95), 0);
}
