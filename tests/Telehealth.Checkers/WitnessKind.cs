namespace Telehealth.Checkers;

/// <summary>Lines that a chaos run adds to the servers' own: what clients asked and were told, and the rows as they stand in the end.
/// <c>Key</c> names the request, the same for all its repetitions.</summary>
internal static class WitnessKind
{
    /// <summary>By is about to ask for the first time.</summary>
    public const string Asked = "client.asked";

    /// <summary>Subject was told to wait.</summary>
    public const string Joined = "client.joined";

    /// <summary>By was told that Subject is theirs.</summary>
    public const string Took = "client.took";

    public const string HandBackAsked = "client.hand_back_asked";

    public const string HandedBack = "client.handed_back";

    public const string EndAsked = "client.end_asked";

    public const string Ended = "client.ended";

    public const string MessageAsked = "client.message_asked";

    /// <summary>By was told that the message of Subject has number Sequence.</summary>
    public const string MessageAcked = "client.message_acked";

    /// <summary>A consultation's row: Key is its status.</summary>
    public const string EntryRow = "row.entry";

    public const string MessageRow = "row.message";

    /// <summary>An event that is recorded and still waits for its handlers.</summary>
    public const string EventRow = "row.event";

    /// <summary>All rows are told, taken after everything had come to rest.</summary>
    public const string RowsComplete = "row.complete";
}
