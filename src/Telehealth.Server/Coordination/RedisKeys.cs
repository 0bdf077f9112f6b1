using StackExchange.Redis;

namespace Telehealth.Coordination;

/// <summary>The only place where Redis keys and channels are named. Values are ids, states and times; never anything about a patient.</summary>
internal static class RedisKeys
{
    /// <summary>People, when to look at them again, and what the indexes of the places begin with.</summary>
    public static readonly RedisKey[] Presence = ["th:presence:people", "th:presence:due", "th:presence:at:"];

    public static RedisKey[] Queue(Guid departmentId)
    {
        var prefix = $"th:queue:{{{departmentId:N}}}:";
        return [prefix + "order", prefix + "claims", prefix + "meta"];
    }

    public static string RoomsClosed => "th:rooms:closed";

    public static string SeatsRemoved => "th:rooms:removed";

    public static RedisKey Nodes => "th:nodes";

    public static string NodesDrained => "th:nodes:drained";

    public static RedisKey Lease(Guid subjectId) => $"th:lease:{subjectId:N}";

    public static string HubAll(string hub) => $"th:hub:{hub}:all";

    public static string HubGroup(string hub, string group) => $"th:hub:{hub}:group:{group}";

    public static string HubUser(string hub, string user) => $"th:hub:{hub}:user:{user}";

    public static string HubConnection(string hub, string connectionId) => $"th:hub:{hub}:connection:{connectionId}";

    public static string HubServer(string hub, string server) => $"th:hub:{hub}:server:{server}";
}
