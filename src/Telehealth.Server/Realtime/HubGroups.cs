namespace Telehealth.Realtime;

/// <summary>The only place where group names are made.</summary>
internal static class HubGroups
{
    public static string Department(Guid id) => $"department:{id:N}";

    public static string Consultation(Guid id) => $"consultation:{id:N}";
}
