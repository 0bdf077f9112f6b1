namespace Telehealth.Realtime;

/// <summary>The only place where group names are made.</summary>
internal static class HubGroups
{
    public static string Department(Guid id) => $"department:{id:N}";

    /// <summary>Those to whom a search showed the department: they hear of its people, not of its queue.</summary>
    public static string Presence(Guid departmentId) => $"presence:{departmentId:N}";

    public static string Consultation(Guid id) => $"consultation:{id:N}";
}
