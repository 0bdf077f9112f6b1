using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Telehealth.Benchmarks;

/// <summary>Writes docs/performance.md from the JSON objects that the benchmarks printed, so that no figure is typed by hand.</summary>
internal static class PerformancePage
{
    /// <summary>Each file of the folder holds one printed object plus <c>date</c>, <c>commit</c> and <c>command</c>.</summary>
    public static void Write(string folder, string page)
    {
        var text = new StringBuilder();
        text.Append("# Performance\n\nWritten by `dotnet run -c Release --project tests/Telehealth.Benchmarks -- page` from the objects in `docs/performance/`; ");
        text.Append("do not edit. The machine is shared, so times are upper bounds and vary from run to run.\n");
        foreach (var file in Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            using var run = JsonDocument.Parse(File.ReadAllText(file));
            Section(text, run.RootElement);
        }

        File.WriteAllText(page, text.ToString());
    }

    private static void Section(StringBuilder text, JsonElement run)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {run.GetProperty("benchmark").GetString()}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"`{run.GetProperty("command").GetString()}` on {run.GetProperty("date").GetString()}, ");
        text.Append(CultureInfo.InvariantCulture, $"commit {run.GetProperty("commit").GetString()}. ");
        text.Append(CultureInfo.InvariantCulture, $"Machine: {Line(run.GetProperty("machine"))}. Settings: {Line(run.GetProperty("settings"))}.\n\n");
        text.Append("| figure | value |\n|---|---|\n");
        foreach (var figure in run.GetProperty("results").EnumerateObject())
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{figure.Name}` | {Value(figure.Value)} |\n");
        }
    }

    private static string Line(JsonElement facts) =>
        string.Join(", ", facts.EnumerateObject().Select(fact => $"{fact.Name} {Value(fact.Value)}"));

    private static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => Line(value),
        JsonValueKind.Number => value.GetDouble().ToString("#,0.###", CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
