using Telehealth.Coordination;
using Telehealth.Lab;

namespace Telehealth.Checkers.Chaos;

/// <summary>Does the harm, and says how far it is, so that the load lasts as long as the harm.</summary>
internal sealed class Saboteur(Laboratory lab, ClaimPace pace)
{
    private const int TwoAtOncePercent = 15;

    /// <summary>Longer than a claim lives: what was claimed before the stop is somebody else's when the node wakes.</summary>
    private static readonly TimeSpan _longStop = QueueRules.ClaimLifetime + TimeSpan.FromSeconds(3);
    private static readonly TimeSpan _cut = TimeSpan.FromSeconds(6);

    private double _progress;

    /// <summary>From 0 to 1.</summary>
    public double Progress => Volatile.Read(ref _progress);

    public SortedDictionary<string, int> Done { get; } = new(StringComparer.Ordinal);

    public async Task KillAsync(int kills, CancellationToken cancellation)
    {
        LabProcess[] targets = [.. lab.Nodes, .. lab.Nodes, lab.Redis!, lab.Postgres!];
        for (var done = 0; done < kills;)
        {
            await Chance.PauseAsync(200, 1_000, cancellation);
            var victims = new List<LabProcess> { Chance.One(targets) };
            if (done + 1 < kills && Chance.Of(TwoAtOncePercent) && Chance.One(targets) is { } second && !victims.Contains(second))
            {
                victims.Add(second);
            }

            await Task.WhenAll(victims.Select(victim => KillAndReviveAsync(victim, cancellation)));
            await Task.WhenAll(victims.Select(victim => victim.WaitUntilReadyAsync(cancellation)));
            victims.ForEach(victim => Count($"kill {victim.Name}"));
            done += victims.Count;
            Volatile.Write(ref _progress, (double)done / kills);
        }
    }

    /// <summary>Redis forgets everything again and again while the claimers empty a long queue as fast as they can.</summary>
    /// <returns>Claims in a second meanwhile.</returns>
    public async Task<double> FlushWhileClaimingAsync(Func<Task<bool>> isDrained, CancellationToken cancellation)
    {
        pace.IsHurried = true;
        pace.Go();
        var rate = 0.0;
        while (!await isDrained())
        {
            await Task.Delay(500, cancellation);
            await lab.Redis!.FlushAsync(cancellation);
            Count("flushall");
            rate = Math.Max(rate, pace.PerSecond);
        }

        pace.IsHurried = false;
        return rate;
    }

    /// <summary>A node hangs in the middle of its claims and wakes after they have gone to others.</summary>
    public async Task StopNodeAsync(CancellationToken cancellation)
    {
        await Chance.PauseAsync(1_500, 2_000, cancellation);
        var node = Chance.One(lab.Nodes);
        node.Suspend();
        Count($"sigstop {node.Name}");
        await ProgressOverAsync(_longStop, cancellation);
        node.Wake();
        await node.WaitUntilReadyAsync(cancellation);
    }

    /// <summary>One node cannot reach Redis, first silently, then with refusals; then PostgreSQL, silently.</summary>
    public async Task PartitionAsync(CancellationToken cancellation)
    {
        var node = Chance.One(lab.Nodes);
        (TcpRelay Link, bool IsSilent, string Name)[] cuts =
        [
            (node.RedisLink!, true, "stall redis"), (node.RedisLink!, false, "refuse redis"), (node.PostgresLink!, true, "stall postgres"),
        ];
        foreach (var (number, cut) in cuts.Index())
        {
            (cut.IsSilent ? (Action)cut.Link.Stall : cut.Link.Refuse)();
            Count($"{cut.Name} of {node.Name}");
            await ProgressOverAsync(_cut, cancellation, (double)number / cuts.Length, 1.0 / cuts.Length);
            cut.Link.Heal();
            await node.WaitUntilReadyAsync(cancellation);
        }
    }

    private static async Task KillAndReviveAsync(LabProcess victim, CancellationToken cancellation)
    {
        await victim.KillAsync();
        await Chance.PauseAsync(100, 1_500, cancellation);
        await victim.LaunchAsync();
    }

    private async Task ProgressOverAsync(TimeSpan time, CancellationToken cancellation, double from = 0, double share = 1)
    {
        const int Steps = 20;
        for (var step = 1; step <= Steps; step++)
        {
            await Task.Delay(time / Steps, cancellation);
            Volatile.Write(ref _progress, from + (share * step / Steps));
        }
    }

    private void Count(string what) => Done[what] = Done.GetValueOrDefault(what) + 1;
}
