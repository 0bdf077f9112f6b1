using System.Runtime.InteropServices;
using System.Text.Json;

namespace Telehealth.Benchmarks;

/// <summary>The one JSON object that a benchmark prints on standard output; everything else it says goes to standard error.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static Task PrintAsync(string benchmark, object settings, object results) => Console.Out.WriteLineAsync(JsonSerializer.Serialize(
        new
        {
            Benchmark = benchmark,
            Machine = new
            {
                Cores = Environment.ProcessorCount,
                Processor = Processor(),
                System = RuntimeInformation.OSDescription,
                Architecture = RuntimeInformation.ProcessArchitecture.ToString(),
                Runtime = RuntimeInformation.FrameworkDescription,
            },
            Settings = settings,
            Results = results,
        },
        _indented));

    public static Task SayAsync(string text) => Console.Error.WriteLineAsync(text);

    public static double Rounded(double value, int digits = 3) => double.IsFinite(value) ? Math.Round(value, digits) : -1;

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The smallest value that so many percent do not exceed.</summary>
    public static double Percentile(IEnumerable<double> values, double percent)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[Math.Max(0, (int)Math.Ceiling(sorted.Length * percent / 100) - 1)];
    }

    private static string Processor() => File.ReadLines("/proc/cpuinfo")
        .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown";
}
