namespace Telehealth.Fuzz;

/// <summary>Counts as the other test runners do: the last line is "N passed, N failed".</summary>
internal sealed class Tally(Watchdog watchdog)
{
    private int _passed;
    private int _failed;

    /// <summary>A fuzzer is worth something only while it finds the bugs that were planted for it.</summary>
    public void CheckFuzzer(IReadOnlyCollection<string> notFound)
    {
        Count(notFound.Count == 0);
        foreach (var kind in notFound)
        {
            Console.WriteLine($"FAILED: the fuzzer did not find what was planted: {kind}");
        }
    }

    /// <summary>Two checks for each target: its corpus, and whatever comes after.</summary>
    public void Check(IEnumerable<Campaign> campaigns, Action<Campaign> work)
    {
        foreach (var campaign in campaigns)
        {
            var replayed = campaign.Findings.Count;
            Count(replayed == 0);
            work(campaign);
            watchdog.Rest();
            Count(campaign.Findings.Count == replayed);
            Say(campaign);
        }
    }

    public int Finish()
    {
        Console.WriteLine($"{_passed} passed, {_failed} failed");
        return _failed == 0 ? 0 : 1;
    }

    private static void Say(Campaign campaign)
    {
        var rate = campaign.Executions / Math.Max(campaign.Elapsed.TotalSeconds, 0.001);
        Console.WriteLine(
            $"-- {campaign.Target.Name}: {campaign.Executions:N0} executions, {rate:N0} a second, {campaign.Coverage.Taken} of {campaign.Coverage.Edges} edges, "
            + $"{campaign.Corpus.Count} inputs, slowest {campaign.Probe.Slowest.TotalMilliseconds:F2} ms, {campaign.Probe.LargestAllocation:N0} bytes, {campaign.Findings.Count} findings");
        foreach (var finding in campaign.Findings)
        {
            Console.WriteLine($"FAILED: {campaign.Target.Name}: {finding.Kind}\n{finding.Detail}\ninput: {Convert.ToHexStringLower(finding.Input)}");
        }
    }

    private void Count(bool isGood)
    {
        _passed += isGood ? 1 : 0;
        _failed += isGood ? 0 : 1;
    }
}
