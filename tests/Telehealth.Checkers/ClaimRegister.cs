using Telehealth.Telemetry.History;

namespace Telehealth.Checkers;

/// <summary>One entry as a register with one holder, and the question of Wing and Gong: is there an order of what clients were told,
/// each thing between its asking and its answer, in which every answer is right? What was never answered may have happened or not.</summary>
internal sealed class ClaimRegister
{
    private enum Act
    {
        Take,
        GiveBack,
        End,
    }

    private sealed record Step(Act Act, string By, DateTimeOffset Asked, DateTimeOffset Answered);

    private const string Free = "";
    private const string Over = "over";
    private const int MostSteps = 30;

    private readonly Step[] _steps;
    private readonly HashSet<(int Done, string State)> _dead = [];

    public ClaimRegister(IEnumerable<HistoryFact> facts) => _steps = [.. StepsOf([.. facts])];

    /// <summary>The search would take too long.</summary>
    public bool IsTooLong => _steps.Length > MostSteps;

    public bool IsLinearizable() => Search(0, Free);

    private bool Search(int done, string state)
    {
        var missing = Enumerable.Range(0, _steps.Length).Where(step => (done & (1 << step)) == 0).ToArray();
        if (Array.TrueForAll(missing, step => _steps[step].Answered == DateTimeOffset.MaxValue))
        {
            return true;
        }

        if (!_dead.Add((done, state)))
        {
            return false;
        }

        // Only what was asked before the first of the others was answered can come first.
        var firstAnswer = missing.Min(step => _steps[step].Answered);
        return Array.Exists(missing, step => _steps[step].Asked <= firstAnswer
            && Apply(_steps[step], state) is { } after
            && Search(done | (1 << step), after));
    }

    private static string? Apply(Step step, string state) => step.Act switch
    {
        Act.Take when state == Free => step.By,
        Act.GiveBack when state == step.By => Free,
        Act.End when state == step.By => Over,
        _ => null,
    };

    private static IEnumerable<Step> StepsOf(HistoryFact[] facts)
    {
        foreach (var took in facts.Where(fact => fact.Kind == WitnessKind.Took))
        {
            // Since tells when this click was sent for the first time.
            yield return new Step(Act.Take, took.By ?? "", took.Since ?? took.At, took.At);
        }

        foreach (var step in Pairs(facts, WitnessKind.HandBackAsked, WitnessKind.HandedBack, Act.GiveBack)
            .Concat(Pairs(facts, WitnessKind.EndAsked, WitnessKind.Ended, Act.End)))
        {
            yield return step;
        }
    }

    private static IEnumerable<Step> Pairs(HistoryFact[] facts, string asked, string answered, Act act) => facts
        .Where(fact => fact.Kind == asked)
        .Select(fact => new Step(
            act,
            fact.By ?? "",
            fact.At,
            facts.FirstOrDefault(answer => answer.Kind == answered && answer.Key == fact.Key)?.At ?? DateTimeOffset.MaxValue));
}
