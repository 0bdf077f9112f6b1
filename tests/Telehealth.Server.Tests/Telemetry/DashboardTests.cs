using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Telehealth.Telemetry;

/// <summary>What Grafana draws and Prometheus warns of is measured, and what is measured is explained.</summary>
public sealed partial class DashboardTests
{
    private const string Dashboard = "infra/grafana/dashboards/telehealth.json";
    private const string Alerts = "infra/prometheus/alerts.yml";

    /// <summary>A label of the framework's, not a figure.</summary>
    private const string StatusLabel = "http_response_status_code";
    private const string Manual = "docs/operations.md";

    [Theory]
    [InlineData(Dashboard)]
    [InlineData(Alerts)]
    public async Task Every_figure_that_is_asked_for_is_measured(string path)
    {
        var published = await PublishedByARunningServerAsync();
        var asked = Series().Matches(SourceTree.ReadText(path))
            .Select(match => HistogramEnding().Replace(match.Value, ""))
            .Where(name => name != StatusLabel)
            .Distinct()
            .ToArray();

        Assert.True(asked.Length >= 8, $"{path} asks for {asked.Length} figures only");
        Assert.Empty(asked.Except(OurInstruments().Concat(published).Select(name => name.Replace('.', '_'))));
    }

    [Fact]
    public void Every_panel_asks_the_source_that_is_provided()
    {
        using var dashboard = JsonDocument.Parse(SourceTree.ReadText(Dashboard));
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .Where(panel => panel.GetProperty("type").GetString() != "row")
            .ToArray();
        var ids = panels.Select(panel => panel.GetProperty("id").GetInt32()).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(panels, panel =>
        {
            Assert.NotEmpty(panel.GetProperty("title").GetString()!);
            Assert.All(
                panel.GetProperty("targets").EnumerateArray(),
                target => Assert.NotEmpty(target.GetProperty("expr").GetString()!));
            var source = panel.GetProperty("datasource").GetProperty("uid").GetString()!;
            Assert.Contains($"uid: {source}", SourceTree.ReadText("infra/grafana/provisioning/datasources/prometheus.yml"), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_alert_says_what_to_do_and_stands_in_the_manual()
    {
        var manual = SourceTree.ReadText(Manual);
        var alerts = SourceTree.ReadText(Alerts).Split("- alert: ")[1..];
        Assert.NotEmpty(alerts);
        Assert.All(alerts, alert =>
        {
            var name = alert.Split('\n')[0];
            Assert.Matches(@"\n\s+summary: \S", alert);
            Assert.Matches(@"\n\s+todo: \S", alert);
            Assert.Contains($"`{name}`", manual, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_figure_of_ours_is_explained_in_the_manual()
    {
        var manual = SourceTree.ReadText(Manual);
        var unexplained = OurInstruments()
            .Where(name => !manual.Contains(name, StringComparison.Ordinal) && !manual.Contains($"`{Short(name)}`", StringComparison.Ordinal))
            .ToArray();
        Assert.Equal([], unexplained);
    }

    /// <summary>The manual abbreviates the next of a family: <c>telehealth.media.rooms</c>, <c>.seats</c>.</summary>
    private static string Short(string name) => name[name.LastIndexOf('.')..];

    private static IEnumerable<string> OurInstruments() =>
        SourceTree.Production.SelectMany(file => Instrument().Matches(file.Text)).Select(match => match.Groups[1].Value).Distinct();

    /// <summary>Those of the framework exist once they are used.</summary>
    private static async Task<IReadOnlyCollection<string>> PublishedByARunningServerAsync()
    {
        var published = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => published[instrument.Name] = true };
        listener.Start();
        await using var app = new TelehealthApp();
        Assert.Equal(HttpStatusCode.OK, (await app.AnonymousClient().GetAsync("/health/ready")).StatusCode);
        return [.. published.Keys];
    }

    [GeneratedRegex(@"\b(?:telehealth|http|dotnet|signalr|db)_[a-z_]+")]
    private static partial Regex Series();

    [GeneratedRegex("_(bucket|count|sum)$")]
    private static partial Regex HistogramEnding();

    [GeneratedRegex(@"Create(?:Observable)?(?:Counter|UpDownCounter|Gauge|Histogram)(?:<\w+>)?\(\s*""(telehealth\.[a-z_.]+)""")]
    private static partial Regex Instrument();
}
