using System.Diagnostics.Metrics;

namespace Telehealth.Audit;

internal static class AuditMeters
{
    private static readonly Meter _meter = new("Telehealth.Audit");

    private static readonly Counter<long> _entries = _meter.CreateCounter<long>(
        "telehealth.audit.entries", "{entry}", "Entries appended to the audit");

    private static readonly Counter<long> _failures = _meter.CreateCounter<long>(
        "telehealth.audit.failures", "{transaction}", "Transactions that could not write what the audit was to say");

    public static void Written(int entries) => _entries.Add(entries);

    public static void Failed() => _failures.Add(1);
}
