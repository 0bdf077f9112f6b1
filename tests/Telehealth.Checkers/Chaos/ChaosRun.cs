using System.Diagnostics;
using Telehealth.Benchmarks;
using Telehealth.Coordination;
using Telehealth.Lab;

namespace Telehealth.Checkers.Chaos;

/// <summary>One laboratory, the load, the harm, the rest, and the checks.</summary>
internal sealed class ChaosRun(ChaosOptions options)
{
    private const int SendersAtOnce = 8;
    private const int MostProofs = 20;
    private const int Rooms = 5;
    private const int WaitingAtOnce = 120;
    private const string Histories = "*.jsonl*";
    private const string Kills = "kills";

    /// <summary>A claim whose claimant died hides an entry for its lifetime. Among so many kills that happens to an entry twice in a
    /// row; and some seconds for the machine.</summary>
    private static readonly TimeSpan _orderWithin = (2 * QueueRules.ClaimLifetime) + TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _tellEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _restWithin = TimeSpan.FromMinutes(3);

    private readonly WitnessLog _log = new();
    private readonly ClaimPace _pace = new();
    private readonly SortedDictionary<string, int> _harm = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> _submitted = [];
    private readonly List<long> _claimsUnderWay = [];
    private readonly long _seatsBefore = Sitter.Seats;
    private readonly long _lostBefore = StaffBrowser.LostAnswers;
    private TimeSpan _loaded;
    private double _claimsPerSecondWhileFlushed;

    /// <summary>The figures, and whether a promise was broken.</summary>
    public async Task<(object Figures, bool IsBroken)> RunAsync(string? serverDll, CancellationToken cancellation)
    {
        var folder = options.KeepIn ?? System.IO.Directory.CreateTempSubdirectory("telehealth-chaos-").FullName;
        try
        {
            return await RunAsync(serverDll, folder, cancellation);
        }
        finally
        {
            if (options.KeepIn is null)
            {
                System.IO.Directory.Delete(folder, recursive: true);
            }
        }
    }

    private async Task<(object Figures, bool IsBroken)> RunAsync(string? serverDll, string folder, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var left = "nothing";
        RemoveHistories(folder);
        await using (var lab = await Laboratory.StartAsync(Configuration(serverDll, folder), cancellation))
        {
            Say($"{lab.Nodes.Count} nodes are ready");
            var loading = Stopwatch.StartNew();
            await LoadAsync(lab, cancellation);
            _loaded = loading.Elapsed;
            left = await RestAsync(lab, cancellation);
            foreach (var node in lab.Nodes)
            {
                await node.TerminateAsync(TimeSpan.FromSeconds(20));
            }

            await Clinic.At(lab).WriteRowsAsync(_log, _submitted, cancellation);
        }

        _log.SaveTo(Path.Combine(folder, "witness.jsonl"));
        var history = History.Read(System.IO.Directory.GetFiles(folder, Histories));
        var verdicts = Checks.Run(history, new CheckSettings { OrderWithin = options.IsFencingBroken ? null : _orderWithin });
        Array.ForEach(verdicts, Tell);
        return (Figures(history, verdicts, left, watch.Elapsed), Array.Exists(verdicts, verdict => verdict.Violations.Count > 0));
    }

    /// <summary>Of an earlier run that was kept in the same place.</summary>
    private static void RemoveHistories(string folder)
    {
        if (System.IO.Directory.Exists(folder))
        {
            Array.ForEach(System.IO.Directory.GetFiles(folder, Histories), File.Delete);
        }
    }

    private object Figures(History history, Verdict[] verdicts, string left, TimeSpan took) => new
    {
        violations = verdicts.Sum(verdict => verdict.Violations.Count),
        violationsBy = verdicts.ToDictionary(verdict => verdict.Checker, verdict => verdict.Violations.Count),
        rulesBroken = verdicts.SelectMany(verdict => verdict.Violations).GroupBy(violation => violation.Rule)
            .ToDictionary(rule => rule.Key, rule => rule.Count()),
        kills = _harm.Where(done => done.Key.StartsWith(Saboteur.Kill, StringComparison.Ordinal)).Sum(done => done.Value),
        harm = _harm,
        killsWithClaimsUnderWay = _claimsUnderWay.Count(claims => claims > 0),
        medianClaimsUnderWayAtKill = _claimsUnderWay.Count > 0 ? Report.Median(_claimsUnderWay.Select(claims => (double)claims)) : 0,
        lostAnswers = StaffBrowser.LostAnswers - _lostBefore,
        entries = _submitted.Count,
        claims = _pace.TakenSoFar,
        claimsFoundInTheList = _pace.FoundSoFar,
        seatsGranted = Sitter.Seats - _seatsBefore,
        claimsPerSecond = Report.Rounded(_pace.TakenSoFar / _loaded.TotalSeconds, 1),
        claimsPerSecondWhileFlushed = Report.Rounded(_claimsPerSecondWhileFlushed, 1),
        left,
        historyLines = history.Facts.Count,
        unreadable = history.Unreadable,
        dropped = history.Dropped,
        checkedBy = verdicts.ToDictionary(verdict => verdict.Checker, verdict => verdict.Counts),
        seconds = Math.Round(took.TotalSeconds),
    };

    private static void Tell(Verdict verdict)
    {
        foreach (var violation in verdict.Violations.Take(MostProofs))
        {
            Say($"{violation.Rule} {violation.Subject}: {violation.Proof}");
        }
    }

    private LabOptions Configuration(string? serverDll, string folder) => new()
    {
        Nodes = options.Nodes,
        ServerDll = serverDll,
        KeepIn = folder,
    };

    private async Task LoadAsync(Laboratory lab, CancellationToken cancellation)
    {
        var clinic = Clinic.At(lab);
        var specialists = await clinic.AddSpecialistsAsync(options.Claimers, cancellation);
        var phases = Phases();
        var cases = new Queue<PreparedCase>(await clinic.AddCasesAsync(Rooms + phases.Sum(EntriesOf), cancellation));
        Say($"{cases.Count} cases are prepared");
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _ = TellProgressAsync(over.Token);
        var claimers = specialists.Select(person => new Claimer(new StaffBrowser(lab, person.UserName, person.Id), _log, _pace)).ToArray();
        var sitting = await SitDownAsync(lab, specialists, claimers, [.. Enumerable.Range(0, Rooms).Select(_ => cases.Dequeue())], over.Token);
        var claiming = claimers.Select(claimer => claimer.WorkAsync(over.Token)).ToArray();
        foreach (var phase in phases)
        {
            var share = Enumerable.Range(0, EntriesOf(phase)).Select(_ => cases.Dequeue()).ToArray();
            var saboteur = new Saboteur(lab, _pace);
            await PhaseAsync(lab, clinic, phase, share, saboteur, claiming, over.Token);
            foreach (var (what, times) in saboteur.Done)
            {
                _harm[what] = _harm.GetValueOrDefault(what) + times;
            }

            _claimsUnderWay.AddRange(saboteur.ClaimsUnderWay);
        }

        await lab.HealAsync(cancellation);
        await DrainAsync(clinic, claiming, over.Token);
        _pace.IsOver = true;
        await Task.WhenAll(claiming).WaitAsync(_restWithin, cancellation);
        await over.CancelAsync();
        await Task.WhenAll(sitting);
    }

    /// <summary>Both sides of some consultations go into their rooms and stay there through everything.</summary>
    private async Task<Task[]> SitDownAsync(
        Laboratory lab, (string UserName, Guid Id)[] specialists, Claimer[] claimers, PreparedCase[] cases, CancellationToken cancellation)
    {
        await SubmitAsync(lab, cases, () => 1, cancellation);
        var sitting = new List<Task>();
        foreach (var ((userName, id), claimer) in specialists.Zip(claimers).Take(cases.Length))
        {
            var room = await claimer.TakeAsync(cancellation)
                ?? throw new InvalidOperationException("Nobody waits, although somebody joined.");
            var sender = Clinic.Senders[Array.Find(cases, one => one.Id == room)!.Sender];
            sitting.Add(new Sitter(new StaffBrowser(lab, userName, id), room).WorkAsync(cancellation));
            sitting.Add(new Sitter(new StaffBrowser(lab, sender.UserName, sender.Id), room).WorkAsync(cancellation));
        }

        return [.. sitting];
    }

    private string[] Phases() => options.Kills > 0 || options.Faults.Count == 0 ? [Kills, .. options.Faults] : [.. options.Faults];

    private int EntriesOf(string phase) => phase == Kills ? options.Entries : options.FaultEntries;

    private async Task PhaseAsync(
        Laboratory lab, Clinic clinic, string phase, PreparedCase[] cases, Saboteur saboteur, Task[] claiming, CancellationToken cancellation)
    {
        Say($"{phase}: {cases.Length} cases");
        if (phase == ChaosOptions.FlushAll)
        {
            await FlushAsync(lab, clinic, cases, saboteur, claiming, cancellation);
            return;
        }

        _pace.Go();
        var harm = phase switch
        {
            ChaosOptions.SigStop => saboteur.StopNodeAsync(cancellation),
            ChaosOptions.Partition => saboteur.PartitionAsync(cancellation),
            _ => saboteur.KillAsync(options.Kills, cases.Length, cancellation),
        };
        await SubmitAsync(lab, cases, () => harm.IsCompleted ? 1 : saboteur.Progress, cancellation);
        await harm;
    }

    /// <summary>In waves: a full waiting room, and what its filling sets off is done; then all doctors call at once, until it is empty.</summary>
    private async Task FlushAsync(
        Laboratory lab, Clinic clinic, PreparedCase[] cases, Saboteur saboteur, Task[] claiming, CancellationToken cancellation)
    {
        _pace.IsHurried = true;
        var (taken, took) = (0L, TimeSpan.Zero);
        foreach (var wave in cases.Chunk(WaitingAtOnce))
        {
            _pace.Hold();
            await SubmitAsync(lab, wave, () => 1, cancellation);
            await RestAsync(lab, cancellation);
            await saboteur.FlushWhileClaimingAsync(
                async () => (await clinic.LeftAsync(cancellation)).Waiting == 0 || Array.Exists(claiming, task => task.IsCompleted), cancellation);
            var (more, longer) = _pace.SinceGo;
            (taken, took) = (taken + more, took + longer);
        }

        _pace.IsHurried = false;
        _claimsPerSecondWhileFlushed = took > TimeSpan.Zero ? taken / took.TotalSeconds : 0;
    }

    /// <summary>No faster than the harm goes on, with a head start so that there is always somebody to call.</summary>
    private async Task SubmitAsync(Laboratory lab, PreparedCase[] cases, Func<double> progress, CancellationToken cancellation)
    {
        var next = -1;
        _submitted.UnionWith(cases.Select(prepared => prepared.Id));
        // More than lie between two kills: the next one waits until so many are called.
        var ahead = Math.Max(Math.Max(20, cases.Length / 10), 2 * cases.Length / Math.Max(1, options.Kills));
        await Task.WhenAll(Enumerable.Range(0, SendersAtOnce).Select(async _ =>
        {
            var browsers = Clinic.Senders.Select(person => new Sender(new StaffBrowser(lab, person.UserName, person.Id), _log)).ToArray();
            while (Interlocked.Increment(ref next) is var index && index < cases.Length)
            {
                while (index > (progress() * cases.Length) + ahead)
                {
                    await Task.Delay(50, cancellation);
                }

                await browsers[cases[index].Sender].SubmitAsync(cases[index].Id, cancellation);
            }
        }));
    }

    private static async Task DrainAsync(Clinic clinic, Task[] claiming, CancellationToken cancellation)
    {
        Say("healed; waiting until everybody was called");
        await Deadline.WaitAsync(
            async stop =>
            {
                foreach (var failed in claiming.Where(task => task.IsFaulted))
                {
                    await failed;
                }

                return await clinic.LeftAsync(stop) is { Waiting: > 0 and var waiting } ? $"{waiting} patients to be called" : null;
            },
            _restWithin,
            cancellation,
            TimeSpan.FromMilliseconds(500));
    }

    /// <summary>Waits until the outbox is empty; what it still holds is told and checked.</summary>
    private static async Task<string> RestAsync(Laboratory lab, CancellationToken cancellation)
    {
        try
        {
            await Deadline.WaitAsync(
                async stop => await Clinic.At(lab).LeftAsync(stop) is { Events: > 0 and var events } ? $"{events} recorded events to be handled" : null,
                _restWithin,
                cancellation,
                TimeSpan.FromMilliseconds(500));
            return "nothing";
        }
        catch (TimeoutException error)
        {
            return error.Message;
        }
    }

    /// <summary>For who watches a long run.</summary>
    private async Task TellProgressAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            await Task.Delay(_tellEvery, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Say($"{_log.Joined} joined, {_pace.TakenSoFar} taken");
        }
    }

    private static void Say(string what) => Console.Error.WriteLine($"{WitnessLog.Now:HH:mm:ss} {what}");
}
