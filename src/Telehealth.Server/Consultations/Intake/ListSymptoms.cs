using Telehealth.Http;

namespace Telehealth.Consultations.Intake;

internal static class ListSymptoms
{
    public static Outcome<Symptom[]> Handle() => SymptomList.All.ToArray();
}
