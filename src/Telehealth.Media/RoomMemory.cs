namespace Telehealth.Media;

/// <summary>What a room must not forget when it goes on at another server.</summary>
/// <param name="Sequence">States told from now on have higher numbers than this.</param>
/// <param name="LockedFor">Who may come in while the room is locked; null while it is open.</param>
/// <param name="Rights">Rights that were changed while the room lasted.</param>
/// <param name="Muted">What a moderator muted and its person has not opened again.</param>
public sealed record RoomMemory(
    long Sequence, IReadOnlyList<string>? LockedFor, IReadOnlyDictionary<string, SeatRights> Rights, IReadOnlyList<RoomMemory.MutedSource> Muted)
{
    /// <summary>A room in which nothing was decided yet.</summary>
    public static RoomMemory From(long sequence) => new(sequence, null, new Dictionary<string, SeatRights>(), []);

    /// <summary>Nothing was decided that anybody would miss.</summary>
    public bool IsPlain => LockedFor is null && Rights.Count == 0 && Muted.Count == 0;

    /// <summary>A source of a seat that a moderator muted.</summary>
    public sealed record MutedSource(string Seat, TrackSource Source, string By);
}
