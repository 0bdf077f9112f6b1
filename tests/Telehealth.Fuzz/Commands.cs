using System.Globalization;
using Telehealth.Fuzz.Targets;

namespace Telehealth.Fuzz;

/// <summary>What can be asked for on the command line. Public, because it is called from outside the woven world.</summary>
public static class Commands
{
    // The same in every run: a short run that fails fails again.
    private const ulong Seed = 0x5EED_0003;

    private const string Usage =
        """
        short [--seconds 100]                              replays every corpus, then fuzzes each target for its share of the time
        replay [--target NAME]                             replays the corpora alone
        long [--executions 100000000] [--seconds N] [--target NAME]
                                                           fuzzes until either is reached and records the result in docs/fuzz
        gather [--seconds 60] [--target NAME]              fuzzes and replaces corpus/NAME/edges.hex by the smallest set that takes every edge
        """;

    /// <summary>Returns the exit code: 0 when nothing was found.</summary>
    public static int Run(string[] arguments, IReadOnlyDictionary<string, (int First, int End)> edges)
    {
        if (arguments is not [("short" or "replay" or "long" or "gather") and var command, .. var options])
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        using var watchdog = new Watchdog();
        var corpus = new CorpusFolder(Path.Combine(Repository.Root, "tests", "Telehealth.Fuzz", "corpus"));
        var targets = FuzzTargets.Named(Option(options, "--target", string.Empty));
        var campaigns = targets.Select(target => Prepare(target, edges, corpus, watchdog));
        var tally = new Tally(watchdog);
        var seconds = TimeSpan.FromSeconds(Number(Option(options, "--seconds", command switch { "short" => "100", "long" => "1000000", _ => "60" })));
        switch (command)
        {
            case "short":
                tally.CheckFuzzer(PlantedTarget.Hunt(edges, Seed, watchdog));
                var share = new Limits(long.MaxValue, seconds / targets.Count);
                tally.Check(campaigns, campaign => campaign.Run(share));
                break;
            case "replay":
                tally.Check(campaigns, _ => { });
                break;
            case "long":
                var whole = new Limits(Number(Option(options, "--executions", "100000000")), seconds);
                tally.Check(campaigns, campaign =>
                {
                    campaign.Run(whole);
                    ResultPage.Save(campaign);
                });
                break;
            case "gather":
                tally.Check(campaigns, campaign =>
                {
                    campaign.Run(new Limits(long.MaxValue, seconds));
                    corpus.Save(campaign.Target, campaign.Smallest());
                });
                break;
        }

        return tally.Finish();
    }

    private static Campaign Prepare(
        FuzzTarget target, IReadOnlyDictionary<string, (int First, int End)> edges, CorpusFolder corpus, Watchdog watchdog)
    {
        var campaign = new Campaign(target, edges, Seed, watchdog);
        campaign.Replay(target.Seeds());
        campaign.Replay(corpus.Read(target));
        return campaign;
    }

    private static string Option(string[] options, string name, string otherwise)
    {
        var at = Array.IndexOf(options, name);
        return at >= 0 && at + 1 < options.Length ? options[at + 1] : otherwise;
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
