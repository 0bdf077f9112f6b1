using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Telehealth.Benchmarks;

/// <summary>Writes docs/performance.md from the JSON objects that the benchmarks printed, so that no figure is typed by hand.</summary>
internal static class PerformancePage
{
    /// <summary>
    /// Each JSON file of the folder holds one printed object plus <c>date</c>, <c>commit</c> and <c>command</c>; what people have to say
    /// about the figures stands in a Markdown file of the same name and comes below them.
    /// </summary>
    public static void Write(string folder, string page)
    {
        var text = new StringBuilder();
        text.Append("# Performance\n\nWritten by `dotnet run -c Release --project tests/Telehealth.Benchmarks -- page` from the objects in `docs/performance/`; ");
        text.Append("do not edit. The machine is shared, so times are upper bounds and vary from run to run.\n");
        foreach (var file in System.IO.Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            using var run = JsonDocument.Parse(File.ReadAllText(file));
            Section(text, run.RootElement);
            var note = Path.ChangeExtension(file, ".md");
            text.Append(File.Exists(note) ? $"\n{File.ReadAllText(note).Trim()}\n" : "");
        }

        File.WriteAllText(page, text.ToString());
    }

    private static void Section(StringBuilder text, JsonElement run)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {run.GetProperty("benchmark").GetString()}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"`{run.GetProperty("command").GetString()}` on {run.GetProperty("date").GetString()}, ");
        text.Append(CultureInfo.InvariantCulture, $"commit {run.GetProperty("commit").GetString()}. ");
        text.Append(CultureInfo.InvariantCulture, $"Machine: {Line(run.GetProperty("machine"))}. Settings: {Line(run.GetProperty("settings"))}.\n\n");
        var results = run.GetProperty("results").EnumerateObject().ToList();
        if (results.Count > 1 && results.TrueForAll(result => result.Value.ValueKind == JsonValueKind.Object))
        {
            Compare(text, results);
            return;
        }

        text.Append("| figure | value |\n|---|---|\n");
        foreach (var (name, value) in results.SelectMany(result => Flat(result.Name, result.Value)))
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{name}` | {Value(value)} |\n");
        }
    }

    // Several runs with the same figures stand side by side.
    private static void Compare(StringBuilder text, List<JsonProperty> runs)
    {
        var columns = runs.ConvertAll(run => run.Value.EnumerateObject()
            .SelectMany(figure => Flat(figure.Name, figure.Value)).ToDictionary(figure => figure.Name, figure => Value(figure.Value)));
        text.Append(CultureInfo.InvariantCulture, $"| figure | {string.Join(" | ", runs.Select(run => run.Name))} |\n");
        text.Append(CultureInfo.InvariantCulture, $"|---|{string.Concat(runs.Select(_ => "---|"))}\n");
        foreach (var name in columns.SelectMany(column => column.Keys).Distinct())
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{name}` | {string.Join(" | ", columns.Select(column => column.GetValueOrDefault(name, "")))} |\n");
        }
    }

    private static IEnumerable<(string Name, JsonElement Value)> Flat(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Object
            ? value.EnumerateObject().SelectMany(part => Flat($"{name}.{part.Name}", part.Value))
            : [(name, value)];

    private static string Line(JsonElement facts) =>
        string.Join(", ", facts.EnumerateObject().Select(fact => $"{fact.Name} {Value(fact.Value)}"));

    private static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => Line(value),
        JsonValueKind.Number => value.GetDouble().ToString("#,0.###", CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
