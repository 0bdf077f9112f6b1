using StackExchange.Redis;

namespace Telehealth.Coordination;

/// <summary>The only place where Redis keys and channels are named. Values are ids, states and times; never anything about a patient.</summary>
internal static class RedisKeys
{
    public static RedisKey PresenceDue => "th:presence:due";

    public static RedisKey[] Queue(Guid departmentId)
    {
        var prefix = $"th:queue:{{{departmentId:N}}}:";
        return [prefix + "order", prefix + "claims", prefix + "meta"];
    }

    public static RedisKey[] Presence(PresenceScope scope)
    {
        var prefix = $"th:presence:{{{ScopeName(scope)}}}:";
        return [prefix + "tabs", prefix + "members", PresenceDue];
    }

    public static string ScopeName(PresenceScope scope) => $"{(int)scope.Place}:{scope.Id:N}";

    public static PresenceScope ScopeOf(string name) =>
        new((PresencePlace)(name[0] - '0'), Guid.ParseExact(name.AsSpan(2), "N"));

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
