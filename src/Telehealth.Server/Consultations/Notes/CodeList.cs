namespace Telehealth.Consultations.Notes;

/// <summary>A shipped list of codes, searched while the doctor types: by code, Chinese or English name, pinyin initials.</summary>
internal sealed class CodeList
{
    private const int MaxFound = 20;
    private const int MaxQueryLength = 60;

    private readonly Row[] _rows;

    private CodeList(IEnumerable<Row> rows) => _rows = [.. rows];

    public static CodeList DiagnosisCodes { get; } = new(
        ShippedFile.Rows("icd10-common.csv").Select(row => new Row(row[0], row[1], row[2], row[3])));

    public static CodeList Syndromes { get; } = new(
        ShippedFile.Rows("tcm-syndromes.csv").Select(row => new Row(row[0], row[1], row[2], "")));

    public IReadOnlyCollection<string> Codes => _rows.Select(row => row.Code).ToHashSet();

    /// <summary>What begins with the query stands before what contains it.</summary>
    public CodedDiagnosis[] Search(string? query, string? language)
    {
        var words = (query ?? "").Trim();
        if (words.Length is 0 or > MaxQueryLength)
        {
            return [];
        }

        return [.. _rows
            .Select(row => (Row: row, Rank: row.Rank(words)))
            .Where(found => found.Rank is not null)
            .OrderBy(found => found.Rank)
            .ThenBy(found => found.Row.Code, StringComparer.Ordinal)
            .Take(MaxFound)
            .Select(found => new CodedDiagnosis(found.Row.Code, language == "en" ? found.Row.English : found.Row.Chinese))];
    }

    private sealed record Row(string Code, string Chinese, string English, string Initials)
    {
        public int? Rank(string query) =>
            StartsWith(Code, query) || StartsWith(Code.Replace(".", "", StringComparison.Ordinal), query) ? 0
            : StartsWith(Chinese, query) ? 1
            : StartsWith(Initials, query) ? 2
            : StartsWith(English, query) ? 3
            : Contains(Chinese, query) ? 4
            : Contains(English, query) ? 5
            : Contains(Initials, query) ? 6
            : null;

        private static bool StartsWith(string text, string query) => text.StartsWith(query, StringComparison.OrdinalIgnoreCase);

        private static bool Contains(string text, string query) => text.Contains(query, StringComparison.OrdinalIgnoreCase);
    }
}
