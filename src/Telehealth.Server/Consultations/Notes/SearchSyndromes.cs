using Telehealth.Http;

namespace Telehealth.Consultations.Notes;

internal static class SearchSyndromes
{
    public static Outcome<CodedDiagnosis[]> Handle(string? query, string? language) =>
        CodeList.Syndromes.Search(query, language);
}
