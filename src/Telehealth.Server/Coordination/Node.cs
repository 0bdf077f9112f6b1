namespace Telehealth.Coordination;

/// <summary>What a process is there for: everything, pages and data without media, or media alone.</summary>
public enum NodeRole
{
    All,
    Web,
    Media,
}

/// <summary>One process of the installation, as it last described itself.</summary>
/// <param name="Name">Its public address where it holds rooms, else the name of its machine: what leases and passes call it.</param>
/// <param name="PublicUrl">Where browsers reach its room hub (<c>Rooms:NodeUrl</c>).</param>
/// <param name="InternalUrl">Where other nodes reach it.</param>
/// <param name="Connections">Open connections of the clinic hub.</param>
/// <param name="CpuShare">Of all the processors of its machine that this process may use, 0 to 1, over the last seconds.</param>
public sealed record Node(
    string Name,
    string PublicUrl,
    string InternalUrl,
    NodeRole Role,
    int Rooms,
    int Seats,
    int Connections,
    double CpuShare,
    bool IsDraining,
    DateTimeOffset StartedAt,
    string Version)
{
    /// <summary>Queues that this node built from the rows since it started.</summary>
    public int QueueRebuilds { get; init; }

    public DateTimeOffset? QueueRebuiltAt { get; init; }

    public IReadOnlyList<NodeFailure> Failures { get; init; } = [];

    public bool HoldsRooms => Role != NodeRole.Web;
}
