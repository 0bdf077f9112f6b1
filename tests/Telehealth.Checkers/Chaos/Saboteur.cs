using System.Security.Cryptography;
using Telehealth.Coordination;
using Telehealth.Lab;

namespace Telehealth.Checkers.Chaos;

/// <summary>Does the harm, and says how far it is, so that the load lasts as long as the harm.</summary>
internal sealed class Saboteur(Laboratory lab, ClaimPace pace)
{
    public const string Kill = "kill ";

    private const int TwoAtOncePercent = 15;
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan _claimWithin = TimeSpan.FromMinutes(2);

    /// <summary>Longer than a claim lives: what was claimed before the stop is somebody else's when the node wakes.</summary>
    private static readonly TimeSpan _longStop = QueueRules.ClaimLifetime + TimeSpan.FromSeconds(3);
    private static readonly TimeSpan _flushEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan _firstFlush = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan _cut = TimeSpan.FromSeconds(6);

    private double _progress;

    /// <summary>From 0 to 1.</summary>
    public double Progress => Volatile.Read(ref _progress);

    public SortedDictionary<string, int> Done { get; } = new(StringComparer.Ordinal);

    /// <summary>How many calls for the next patient each kill cut off, or found on their way.</summary>
    public List<long> ClaimsUnderWay { get; } = [];

    /// <summary>A kill comes after so many more claims, at a moment in which some are under way.</summary>
    public async Task KillAsync(int kills, int entries, CancellationToken cancellation)
    {
        var before = pace.TakenSoFar;
        var deck = new Stack<LabProcess>();
        for (var done = 0; done < kills;)
        {
            var next = before + ((done + (Chance.Between(10, 90) / 100.0)) * entries / kills);
            await Deadline.WaitAsync(
                _ => Task.FromResult(pace.TakenSoFar >= next && pace.UnderWay > 0 ? null : $"claim {next - before:0} of {entries}, to kill somebody then"),
                _claimWithin,
                cancellation,
                _look);
            List<LabProcess> victims = [Deal(deck)];
            if (done + 1 < kills && Chance.Of(TwoAtOncePercent) && Deal(deck) is var second && !victims.Contains(second))
            {
                victims.Add(second);
            }

            ClaimsUnderWay.AddRange(victims.Select(_ => pace.UnderWay));
            await Task.WhenAll(victims.Select(victim => KillAndReviveAsync(victim, cancellation)));
            await Task.WhenAll(victims.Select(victim => victim.WaitUntilReadyAsync(cancellation)));
            victims.ForEach(victim => Count(Kill + Kind(victim)));
            done += victims.Count;
            Volatile.Write(ref _progress, (double)done / kills);
        }
    }

    /// <summary>Redis forgets everything again and again while the claimers empty the waiting room as fast as they can.</summary>
    public async Task FlushWhileClaimingAsync(Func<Task<bool>> isDrained, CancellationToken cancellation)
    {
        pace.Go();
        await Task.Delay(_firstFlush, cancellation);
        do
        {
            await lab.Redis!.FlushAsync(cancellation);
            Count("flushall");
            await Task.Delay(_flushEvery, cancellation);
        }
        while (!await isDrained());
    }

    /// <summary>A node hangs in the middle of its claims and wakes after they have gone to others.</summary>
    public async Task StopNodeAsync(CancellationToken cancellation)
    {
        await Chance.PauseAsync(1_500, 2_000, cancellation);
        var node = Chance.One(lab.Nodes);
        node.Suspend();
        Count("sigstop node");
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
            Count(cut.Name);
            await ProgressOverAsync(_cut, cancellation, (double)number / cuts.Length, 1.0 / cuts.Length);
            cut.Link.Heal();
            await node.WaitUntilReadyAsync(cancellation);
        }
    }

    /// <summary>By chance, but half of all kills hit a node, a quarter Redis and a quarter PostgreSQL.</summary>
    private LabProcess Deal(Stack<LabProcess> deck)
    {
        if (deck.Count == 0)
        {
            LabProcess[] all = [.. lab.Nodes, lab.Redis!, lab.Postgres!];
            RandomNumberGenerator.Shuffle<LabProcess>(all);
            Array.ForEach(all, deck.Push);
        }

        return deck.Pop();
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

    private static string Kind(LabProcess victim) => victim is ServerNode ? "node" : victim.Name;

    private void Count(string what) => Done[what] = Done.GetValueOrDefault(what) + 1;
}
