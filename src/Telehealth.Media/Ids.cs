namespace Telehealth.Media;

/// <summary>A room; the caller's own name for it, at most 64 characters.</summary>
public readonly record struct RoomId(string Value);

/// <summary>A participant's place in a room; one live seat per id.</summary>
public readonly record struct SeatId(string Value);

/// <summary>A published track; unique in the life of the server process.</summary>
public readonly record struct TrackId(string Value);
