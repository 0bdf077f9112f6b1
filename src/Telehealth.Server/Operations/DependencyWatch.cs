using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Telehealth.Coordination;
using Telehealth.Storage;

namespace Telehealth.Operations;

/// <summary>Asks what this node needs whether it is there, remembers since when, and tells when it comes and goes.</summary>
internal sealed partial class DependencyWatch(
    HealthCheckService health, StorageOptions storage, IServiceProvider services, IMeterFactory meters, TimeProvider clock,
    ILogger<DependencyWatch> log)
{
    private static readonly Dictionary<string, DependencyName> _names = new()
    {
        ["database"] = DependencyName.Database,
        ["coordination"] = DependencyName.Coordination,
        ["media"] = DependencyName.Media,
    };

    private readonly Instruments _instruments = new(meters.Create("Telehealth.Dependencies"));
    private volatile IReadOnlyList<DependencyView> _seen = [];

    public IReadOnlyList<DependencyView> Seen => _seen;

    public async Task LookAsync(CancellationToken cancellation)
    {
        var report = await health.CheckHealthAsync(cancellation);
        var now = clock.GetUtcNow();
        _seen = [.. report.Entries
            .Where(entry => _names.ContainsKey(entry.Key))
            .Select(entry => Compare(_names[entry.Key], entry.Value, now))
            .OrderBy(dependency => dependency.Name)];
    }

    private DependencyView Compare(DependencyName name, HealthReportEntry answer, DateTimeOffset now)
    {
        var before = _seen.FirstOrDefault(dependency => dependency.Name == name);
        var isUp = answer.Status == HealthStatus.Healthy;
        var kind = KindOf(name);
        var hasChanged = before is not null && before.IsUp != isUp;
        if (hasChanged && isUp)
        {
            LogBack(kind, (now - before!.Since).TotalSeconds);
        }
        else if (!isUp && before is null or { IsUp: true })
        {
            LogAway(kind);
        }

        _instruments.Record(name, isUp, answer.Duration);
        return new DependencyView(
            name,
            kind,
            isUp,
            before is null || hasChanged ? now : before.Since,
            now,
            isUp ? Math.Round(answer.Duration.TotalMilliseconds, 2) : null,
            (before?.Failures ?? 0) + (isUp ? 0 : 1));
    }

    private string KindOf(DependencyName name) => name switch
    {
        DependencyName.Database => storage.UsesPostgreSql ? "postgresql" : "sqlite",
        DependencyName.Coordination => services.HasRedis() ? "redis" : "memory",
        _ => "media",
    };

    [LoggerMessage(LogLevel.Error, "{Dependency} is away")]
    private partial void LogAway(string dependency);

    [LoggerMessage(LogLevel.Warning, "{Dependency} is back after {Seconds} s")]
    private partial void LogBack(string dependency, double seconds);

    private sealed class Instruments(Meter meter)
    {
        private readonly Gauge<int> _isUp = meter.CreateGauge<int>(
            "telehealth.dependency.up", description: "1 while it answers, by name");

        private readonly Histogram<double> _latency = meter.CreateHistogram<double>(
            "telehealth.dependency.latency", "ms", "How long it took to answer, by name");

        private readonly Counter<int> _failures = meter.CreateCounter<int>(
            "telehealth.dependency.failures", "{failure}", "Questions that it did not answer, by name");

        public void Record(DependencyName name, bool isUp, TimeSpan duration)
        {
            var label = new KeyValuePair<string, object?>("name", name.ToString().ToLowerInvariant());
            _isUp.Record(isUp ? 1 : 0, label);
            if (isUp)
            {
                _latency.Record(duration.TotalMilliseconds, label);
            }
            else
            {
                _failures.Add(1, label);
            }
        }
    }
}
