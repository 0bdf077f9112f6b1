namespace Telehealth.Fuzz.Targets;

/// <summary>Proves that the fuzzer finds what it is for.</summary>
internal sealed class PlantedTarget : FuzzTarget
{
    private static readonly Limits _enough = new(30_000_000, TimeSpan.FromSeconds(20));

    private static readonly string[] _planted = [nameof(IndexOutOfRangeException), "allocates too much", "takes too long"];

    public override string Name => "planted";

    public override string[] Covers => [typeof(PlantedBugs).FullName!];

    public override int Longest => 32;

    public override IEnumerable<byte[]> Seeds() => [[1, 2, 3, 4, 5, 6, 7, 8]];

    public override void Run(ReadOnlySpan<byte> input) => PlantedBugs.Read(input);

    /// <summary>Returns the planted bugs that were not found.</summary>
    public static IReadOnlyCollection<string> Hunt(
        IReadOnlyDictionary<string, (int First, int End)> edges, ulong seed, Watchdog watchdog)
    {
        var campaign = new Campaign(new PlantedTarget(), edges, seed, watchdog);
        campaign.Replay(campaign.Target.Seeds());
        while (campaign.Executions < _enough.Executions && campaign.Elapsed < _enough.Time && Missing(campaign).Length > 0)
        {
            campaign.Run(new Limits(100_000, TimeSpan.FromSeconds(1)));
        }

        watchdog.Rest();
        return Missing(campaign);
    }

    private static string[] Missing(Campaign campaign) => Array.FindAll(
        _planted, kind => !campaign.Findings.Any(finding => finding.Kind.StartsWith(kind, StringComparison.Ordinal)));
}
