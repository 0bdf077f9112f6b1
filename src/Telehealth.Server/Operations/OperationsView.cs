using Telehealth.Coordination;
using Telehealth.Directory;
using Telehealth.Storage;

namespace Telehealth.Operations;

public enum NodeState
{
    Serving,

    /// <summary>Takes no new rooms and hands over those that it has.</summary>
    Draining,

    /// <summary>Said nothing for so long that it is taken for dead.</summary>
    Lost,
}

/// <param name="RoomsBefore">How many rooms it had when draining was first seen.</param>
public sealed record NodeView(
    string Name,
    NodeRole Role,
    NodeState State,
    DateTimeOffset LastSeenAt,
    DateTimeOffset StartedAt,
    int Rooms,
    int? RoomsBefore,
    int Seats,
    int Connections,
    double CpuShare,
    string Version)
{
    internal int QueueRebuilds { get; init; }

    internal DateTimeOffset? QueueRebuiltAt { get; init; }

    internal IReadOnlyList<NodeFailure> Failures { get; init; } = [];
}

public enum DependencyName
{
    Database,
    Coordination,
    Media,
}

/// <param name="Kind">What plays the part: <c>postgresql</c>, <c>sqlite</c>, <c>redis</c>, <c>memory</c>, <c>media</c>.</param>
/// <param name="Since">When it last came or went, or when this node started to look.</param>
/// <param name="LatencyMs">Of the last answer; null while there is none.</param>
public sealed record DependencyView(
    DependencyName Name, string Kind, bool IsUp, DateTimeOffset Since, DateTimeOffset CheckedAt, double? LatencyMs, int Failures);

/// <param name="Claims">Patients whom a doctor is taking just now; null while nobody knows.</param>
/// <param name="PausedUntil">Null while the queue goes on.</param>
public sealed record QueueLoadView(
    Guid DepartmentId,
    LocalizedName Department,
    LocalizedName Institution,
    int Waiting,
    int InProgress,
    DateTimeOffset? OldestAt,
    int? Claims,
    DateTimeOffset? PausedUntil);

/// <summary>Queues whose order Redis did not have and got from the rows, since the nodes started that are on the roll.</summary>
public sealed record QueueRebuildsView(int Count, DateTimeOffset? LastAt);

/// <param name="Node">Where it happened.</param>
/// <param name="Times">How often the same was logged in a row.</param>
/// <param name="Sentence">As it stands in the source, without values.</param>
public sealed record FailureView(
    string Node, DateTimeOffset LastAt, int Times, LogLevel Level, string Category, string? Sentence, string? Exception);

/// <summary>The installation as one node sees it: counts, times and ids, and nothing about a patient.</summary>
/// <param name="AnsweredBy">The node that answers: dependencies are as it meets them.</param>
/// <param name="NodesAsOf">Older than a few seconds: the nodes are as they were then.</param>
/// <param name="MoreQueues">How many departments more have something to do.</param>
/// <param name="QueuesAsOf">The same for queues and outbox; null before the database was first read.</param>
/// <param name="Failures">The newest first, of all nodes, also of those that fell silent lately; of the others only the last few.</param>
public sealed record OperationsView(
    DateTimeOffset At,
    string AnsweredBy,
    IReadOnlyList<NodeView> Nodes,
    DateTimeOffset? NodesAsOf,
    IReadOnlyList<DependencyView> Dependencies,
    IReadOnlyList<QueueLoadView> Queues,
    int MoreQueues,
    QueueRebuildsView Rebuilds,
    OutboxBacklog Outbox,
    DateTimeOffset? QueuesAsOf,
    IReadOnlyList<FailureView> Failures);
