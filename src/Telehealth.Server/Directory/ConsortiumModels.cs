namespace Telehealth.Directory;

/// <summary>What one line of the shipped models (or of a consortium's own rules) allows.</summary>
/// <param name="From">The side that asks; null is every tier.</param>
/// <param name="OnlyLed">Only along the line that leads, in either direction.</param>
internal sealed record ActRule(
    ConsortiumAct Act, InstitutionTier? From, InstitutionTier? To, bool OnlyLed, bool NeedsAgreement, bool OwnSpecialty, string? Specialty);

/// <summary>The four models of a consortium as shipped data; each line says where it comes from and who reviewed it.</summary>
internal static class ConsortiumModels
{
    private const string File = "consortium-models.csv";
    private const string Any = "any";

    private static readonly ILookup<ConsortiumKind, ActRule> _rules = ShippedFile.Rows(File).ToLookup(
        cells => Read<ConsortiumKind>(cells[0])!.Value,
        cells => new ActRule(
            Read<ConsortiumAct>(cells[1])!.Value,
            Read<InstitutionTier>(cells[2]),
            Read<InstitutionTier>(cells[3]),
            Flag(cells[4]),
            Flag(cells[5]),
            Flag(cells[6]),
            null));

    public static IEnumerable<ActRule> Of(ConsortiumKind kind) => _rules[kind];

    private static T? Read<T>(string cell)
        where T : struct, Enum =>
        cell == Any ? null : Enum.Parse<T>(cell.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

    private static bool Flag(string cell) => cell switch
    {
        "yes" => true,
        "no" => false,
        _ => throw new InvalidOperationException($"{File}: \"{cell}\" is neither yes nor no."),
    };
}
