using Telehealth.Http;

namespace Telehealth.Consultations.Notes;

internal static class SearchDiagnosisCodes
{
    public static Outcome<CodedDiagnosis[]> Handle(string? query, string? language) =>
        CodeList.DiagnosisCodes.Search(query, language);
}
