using System.Diagnostics.Metrics;

namespace Telehealth.Realtime;

/// <summary>How hubs reach their browsers, within this process and over the others.</summary>
internal static class HubMeters
{
    private static readonly Meter _meter = new("Telehealth.Hubs");

    private static readonly Histogram<double> _fanOut = _meter.CreateHistogram(
        "telehealth.hubs.fan_out",
        "ms",
        "From saying something to all nodes until this node hears it itself",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1, 2, 5, 10, 20, 50, 100, 500, 2000] });

    private static readonly Counter<long> _missed = _meter.CreateCounter<long>(
        "telehealth.hubs.missed", "{batch}", "Words of other nodes that were not heard; browsers read again");

    private static readonly Counter<long> _admissions = _meter.CreateCounter<long>(
        "telehealth.hubs.admissions", "{connection}", "Browsers that came, by whether they got in at once");

    private static readonly Counter<long> _beats = _meter.CreateCounter<long>(
        "telehealth.presence.beats", "{beat}", "Heartbeats of people who are somewhere");

    private static readonly KeyValuePair<string, object?> _in = new("answer", "in");
    private static readonly KeyValuePair<string, object?> _later = new("answer", "later");

    public static void Heard(long saidAt, long now) => _fanOut.Record(TimeProvider.System.GetElapsedTime(saidAt, now).TotalMilliseconds);

    public static void Missed(long batches) => _missed.Add(batches);

    public static void Came(bool isAdmitted) => _admissions.Add(1, isAdmitted ? _in : _later);

    public static void Beat() => _beats.Add(1);
}
