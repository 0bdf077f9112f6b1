using Telehealth.Http;

namespace Telehealth.Consultations.Triage;

internal static class ListVitalSignRanges
{
    public static Outcome<VitalSignRange[]> Handle() => VitalSignRanges.All.ToArray();
}
