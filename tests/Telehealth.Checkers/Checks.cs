using System.Text.Json;

namespace Telehealth.Checkers;

/// <summary>All checkers over one history.</summary>
internal static class Checks
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Verdict[] Run(History history, CheckSettings settings) =>
    [
        new QueueHistoryChecker(history, settings).Check(),
        new ChatHistoryChecker(history).Check(),
        new SeatHistoryChecker(history, settings).Check(),
        new OutboxHistoryChecker(history, settings).Check(),
    ];

    public static string ToJson(object report) => JsonSerializer.Serialize(report, _json);

    /// <summary>At most so many violations of each checker are written out; their number is always told.</summary>
    public static object Report(IEnumerable<Verdict> verdicts, int mostProofs = 20) => verdicts.ToDictionary(
        verdict => verdict.Checker,
        verdict => new
        {
            violations = verdict.Violations.Count,
            verdict.Counts,
            rules = verdict.Violations.GroupBy(violation => violation.Rule).ToDictionary(rule => rule.Key, rule => rule.Count()),
            proofs = verdict.Violations.Take(mostProofs),
        });
}
