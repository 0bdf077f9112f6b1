using Microsoft.AspNetCore.SignalR.Client;
using Telehealth.Benchmarks.Load;
using Telehealth.Coordination;
using Telehealth.Lab;
using Telehealth.Media.Rtp;

namespace Telehealth.Benchmarks.Commands;

/// <summary>A consortium's practitioners present in one Redis: what do their heartbeats cost, how soon is a change seen at another
/// node, how long does the search for a specialist take meanwhile?</summary>
internal static class PresenceCommand
{
    private const uint Seed = 20261124;
    private const int AtOnce = 64;
    private const int Searchers = 2;

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var options = new CommandOptions(arguments, "practitioners", "rounds", "queries", "changes", "limit");
        var practitioners = options.Int("practitioners", 30_000);
        var (rounds, queries, changes, limit) =
            (options.Int("rounds", 5), options.Int("queries", 5_000), options.Int("changes", 200), options.Int("limit", 100));
        await using var lab = await Laboratory.StartAsync(
            new LabOptions { Nodes = 0, WithRelays = false, WithHistory = false }, CancellationToken.None);
        await using var people = new PresentPeople($"127.0.0.1:{lab.Redis!.Port}", practitioners, Seed);

        await Report.SayAsync("everybody arrives");
        var empty = await people.UsedBytesAsync();
        var refused = await people.BeatAllAsync(rounds: 1, AtOnce);
        var bytes = (double)(await people.UsedBytesAsync() - empty) / practitioners;

        await Report.SayAsync("heartbeats, as many as there can be");
        var started = TimeProvider.System.GetTimestamp();
        refused += await people.BeatAllAsync(rounds, AtOnce);
        var perSecond = (double)rounds * practitioners / TimeProvider.System.GetElapsedTime(started).TotalSeconds;

        using var stopping = new CancellationTokenSource();
        var beating = people.KeepBeatingAsync(stopping.Token);
        await Report.SayAsync("searches, while everybody's heart beats every ten seconds");
        var searches = await SearchAsync(people, queries, limit);
        var inVain = await SearchAsync(people, _ => people.Deserted, 0, queries / 5, limit);

        await Report.SayAsync("changes at one node, seen at another");
        var nodes = new[] { await lab.AddNodeAsync(CancellationToken.None), await lab.AddNodeAsync(CancellationToken.None) };
        var fanOut = await ChangeAsync(nodes[0].Url, nodes[1].Url, changes);
        await stopping.CancelAsync();
        await beating;

        await Report.PrintAsync(
            "presence",
            new
            {
                practitioners,
                people.Departments,
                people.DepartmentsOfASpecialty,
                heartbeatEverySeconds = 10,
                rounds,
                atOnce = AtOnce,
                queries,
                limit,
                changes,
                windowMs = Realtime.PresenceNews.Window.TotalMilliseconds,
                seed = Seed,
            },
            new
            {
                heartbeatsPerSecond = Report.Rounded(perSecond, 0),
                heartbeatsNeededPerSecond = practitioners / 10,
                heartbeatsRefused = refused,
                fanOutP50Ms = Report.Rounded(Report.Percentile(fanOut, 50), 1),
                fanOutP99Ms = Report.Rounded(Report.Percentile(fanOut, 99), 1),
                queryP50Ms = Report.Rounded(Report.Percentile(searches.Milliseconds, 50)),
                queryP99Ms = Report.Rounded(Report.Percentile(searches.Milliseconds, 99)),
                queryInVainP99Ms = Report.Rounded(Report.Percentile(inVain.Select(answer => answer.Milliseconds), 99)),
                foundPerQuery = Report.Rounded(searches.Found, 1),
                redisBytesPerPractitioner = Report.Rounded(bytes, 1),
            });
        return 0;
    }

    /// <summary>Who is available in a specialty, asked by every hospital in turn about its own neighbourhood.</summary>
    private static async Task<(List<double> Milliseconds, double Found)> SearchAsync(PresentPeople people, int queries, int limit)
    {
        IReadOnlyList<PresenceScope> Neighbourhood(int number) => people.OfSpecialty(number % 10, number / 10);
        await SearchAsync(people, Neighbourhood, from: 0, queries / 5, limit);
        var found = await Task.WhenAll(Enumerable.Range(0, Searchers).Select(searcher =>
            Task.Run(() => SearchAsync(people, Neighbourhood, searcher * 1000, queries / Searchers, limit))));
        return ([.. found.SelectMany(part => part).Select(part => part.Milliseconds)], found.SelectMany(part => part).Average(part => part.Found));
    }

    private static async Task<List<(double Milliseconds, int Found)>> SearchAsync(
        PresentPeople people, Func<int, IReadOnlyList<PresenceScope>> scopes, int from, int count, int limit)
    {
        var answers = new List<(double, int)>(count);
        for (var number = from; number < from + count; number++)
        {
            var query = new PresenceQuery(scopes(number), limit);
            var started = TimeProvider.System.GetTimestamp();
            var (entries, _) = await people.Store.FindAsync(query, CancellationToken.None);
            answers.Add((TimeProvider.System.GetElapsedTime(started).TotalMilliseconds, entries.Count));
        }

        return answers;
    }

    /// <summary>From the doctor's choice in a tab at the first node until the colleague's tab at the second hears of it.</summary>
    private static async Task<List<double>> ChangeAsync(string here, string there, int changes)
    {
        await using var doctor = await StaffTab.SignInAsync(here, "dr-li");
        await using var colleague = await StaffTab.SignInAsync(there, "dr-wang");
        using var heard = new SemaphoreSlim(0);
        var awaited = "";
        colleague.Hub.On<Guid, Change[]>("PresencesChanged", (_, told) =>
        {
            if (told.Any(change => change.PractitionerId == doctor.PractitionerId && change.State == Volatile.Read(ref awaited)))
            {
                heard.Release();
            }
        });
        await colleague.Hub.StartAsync();
        await doctor.Hub.StartAsync();
        await colleague.Hub.InvokeAsync("WatchDepartment", doctor.DepartmentId);
        var dice = new Dice(Seed);
        var took = new List<double>(changes);
        for (var number = 0; number < changes; number++)
        {
            // Sometimes while the window of the last change is open, sometimes after it.
            await Task.Delay(10 + dice.Below(490));
            var state = number % 2 == 0 ? "busy" : "away";
            Volatile.Write(ref awaited, state);
            var started = TimeProvider.System.GetTimestamp();
            await doctor.Hub.SendAsync("SetPresence", state);
            if (!await heard.WaitAsync(TimeSpan.FromSeconds(10)))
            {
                throw new InvalidOperationException($"Change {number} was never seen at the other node.");
            }

            took.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
        }

        return took;
    }

    private sealed record Change(Guid PractitionerId, string State);
}
