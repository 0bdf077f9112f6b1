using Telehealth.Http;

namespace Telehealth.Consultations.Triage;

internal static class ListRedFlags
{
    public static Outcome<RedFlag[]> Handle() => RedFlagList.All.ToArray();
}
