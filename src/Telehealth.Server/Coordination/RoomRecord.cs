namespace Telehealth.Coordination;

/// <summary>What was decided about a room, for a node that was not there.</summary>
/// <param name="ClosedAt">Passes given until then open it no more.</param>
/// <param name="RemovedAt">By seat: passes given until then take it no more.</param>
/// <param name="Memory">What the node that held it wrote down for the next.</param>
public sealed record RoomRecord(DateTimeOffset? ClosedAt, IReadOnlyDictionary<string, DateTimeOffset> RemovedAt, byte[]? Memory);
