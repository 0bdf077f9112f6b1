using System.Diagnostics.Metrics;

namespace Telehealth.Coordination;

/// <summary>How Redis answers this process.</summary>
internal static class RedisMeters
{
    private static readonly Meter _meter = new("Telehealth.Redis");

    private static readonly Histogram<double> _calls = _meter.CreateHistogram(
        "telehealth.redis.call",
        "ms",
        "How long Redis took to answer",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 500, 2000] });

    private static readonly Counter<long> _failures = _meter.CreateCounter<long>(
        "telehealth.redis.failures", "{call}", "Calls without an answer, by kind of error");

    private static readonly Counter<long> _rebuilds = _meter.CreateCounter<long>(
        "telehealth.queue.rebuilds", "{queue}", "Queues that Redis had lost and got again from the rows");

    public static void Rebuilt() => _rebuilds.Add(1);

    public static void Answered(long startedAt)
    {
        if (_calls.Enabled)
        {
            _calls.Record(TimeProvider.System.GetElapsedTime(startedAt).TotalMilliseconds);
        }
    }

    public static void Failed(Exception error) => _failures.Add(1, new KeyValuePair<string, object?>("error", error.GetType().Name));
}
