namespace Telehealth.Coordination;

/// <summary>What was decided about a room, for a node that was not there.</summary>
/// <param name="ClosedAt">Passes given until then open it no more.</param>
/// <param name="Removed">By seat: which passes take it no more.</param>
/// <param name="Memory">What the node that held it wrote down for the next.</param>
public sealed record RoomRecord(DateTimeOffset? ClosedAt, IReadOnlyDictionary<string, SeatEnd> Removed, byte[]? Memory);

/// <summary>Passes given until a time are over, and those of rounds before one.</summary>
public sealed record SeatEnd(DateTimeOffset Until, long Before);
