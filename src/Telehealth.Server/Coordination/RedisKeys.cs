using StackExchange.Redis;

namespace Telehealth.Coordination;

/// <summary>The only place where Redis keys and channels are named. Values are ids, states and times; never anything about a patient.</summary>
internal static class RedisKeys
{
    /// <summary>People, when to look at them again, and what the indexes of the places begin with.</summary>
    public static readonly RedisKey[] Presence = ["th:presence:people", "th:presence:due", "th:presence:at:"];

    /// <summary>What follows the beginning.</summary>
    public static string PresenceIndex(PresenceScope scope) => $"{(int)scope.Place}:{scope.Id:N}";

    /// <summary>Under another name whenever <c>queue.lua</c> writes otherwise: nodes of two versions then build their own from the rows.</summary>
    public static RedisKey[] Queue(Guid departmentId)
    {
        var prefix = $"th:queue2:{{{departmentId:N}}}:";
        return [prefix + "facts", prefix + "due", prefix + "line"];
    }

    public static string RoomsClosed => "th:rooms:closed";

    public static string SeatsRemoved => "th:rooms:removed";

    public static RedisKey Nodes => "th:nodes";

    public static string NodesDrained => "th:nodes:drained";

    public static RedisKey Room(Guid room) => $"th:room:{room:N}";

    public static RedisKey Lease(Guid subjectId) => $"th:lease:{subjectId:N}";

    /// <summary>All nodes hear it.</summary>
    public static string Hub(string hub) => $"th:hub:{hub}";
}
