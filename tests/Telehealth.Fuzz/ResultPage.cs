using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Telehealth.Fuzz;

/// <summary>Keeps the results of long runs as JSON and writes docs/fuzz.md from them, so that no figure is typed by hand.</summary>
internal static class ResultPage
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Save(Campaign campaign)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "docs", "fuzz")).FullName;
        var result = new FuzzResult
        {
            Target = campaign.Target.Name,
            Date = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Commit = Repository.Commit,
            Executions = campaign.Executions,
            Seconds = Math.Round(campaign.Elapsed.TotalSeconds, 1),
            ExecutionsPerSecond = (long)(campaign.Executions / campaign.Elapsed.TotalSeconds),
            EdgesTaken = campaign.Coverage.Taken,
            Edges = campaign.Coverage.Edges,
            Inputs = campaign.Corpus.Count,
            SlowestMs = Math.Round(campaign.Probe.Slowest.TotalMilliseconds, 3),
            MostAllocatedBytes = campaign.Probe.LargestAllocation,
            Findings = [.. campaign.Findings.Select(finding => finding.Kind)],
        };
        File.WriteAllText(Path.Combine(folder, $"{result.Target}.json"), JsonSerializer.Serialize(result, _json) + "\n");
        Write(folder, Path.Combine(Repository.Root, "docs", "fuzz.md"));
    }

    private static void Write(string folder, string page)
    {
        var text = new StringBuilder(
            """
            # Fuzzing

            Written by `dotnet run -c Release --project tests/Telehealth.Fuzz -- long --target NAME` from the objects in `docs/fuzz/`; do not edit.
            A finding is an exception that escapes the parser, a claim of the target that does not hold, more than 10 ms, or more than 1 MiB allocated.
            Edges are those of the types that a target is about, written for other callers included. The machine is shared, so rates are lower bounds.
            Each row is one run from first to last execution, built from the commit named; nothing is summed over runs.

            | target | executions | duration | a second | edges taken | inputs kept | slowest | most allocated | findings | date, commit |
            |---|---|---|---|---|---|---|---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var file in Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var result = JsonSerializer.Deserialize<FuzzResult>(File.ReadAllText(file), _json)!;
            text.Append(CultureInfo.InvariantCulture, $"| {result.Target} | {result.Executions:N0} | {result.Seconds:N0} s | {result.ExecutionsPerSecond:N0} | {result.EdgesTaken} of {result.Edges} ")
                .Append(CultureInfo.InvariantCulture, $"| {result.Inputs} | {result.SlowestMs} ms | {result.MostAllocatedBytes:N0} B ")
                .Append(CultureInfo.InvariantCulture, $"| {(result.Findings.Count == 0 ? "none" : string.Join("; ", result.Findings))} | {result.Date}, {result.Commit} |\n");
        }

        File.WriteAllText(page, text.ToString());
    }
}

/// <summary>The result of one long run over one target.</summary>
internal sealed record FuzzResult
{
    public required string Target { get; init; }

    public required string Date { get; init; }

    public required string Commit { get; init; }

    public required long Executions { get; init; }

    public required double Seconds { get; init; }

    public required long ExecutionsPerSecond { get; init; }

    public required int EdgesTaken { get; init; }

    public required int Edges { get; init; }

    public required int Inputs { get; init; }

    public required double SlowestMs { get; init; }

    public required long MostAllocatedBytes { get; init; }

    public required IReadOnlyList<string> Findings { get; init; }
}
