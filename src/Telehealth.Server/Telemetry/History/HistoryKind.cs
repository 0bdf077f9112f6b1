namespace Telehealth.Telemetry.History;

/// <summary>What can be in a history. Each line is written after the commit that made it true.</summary>
public static class HistoryKind
{
    /// <summary>Subject waits with Department at Urgency, its place counted from Since: newly, moved or after a new triage.</summary>
    public const string QueueJoined = "queue.joined";

    /// <summary>The queue store gave Subject to By under Fence; the row has not decided yet.</summary>
    public const string QueueClaimed = "queue.claimed";

    /// <summary>The row accepted Fence: By treats Subject.</summary>
    public const string QueueStarted = "queue.started";

    /// <summary>The row refused Fence.</summary>
    public const string QueueRefused = "queue.refused";

    /// <summary>A claim under Fence was given back because its transaction failed.</summary>
    public const string QueueReleased = "queue.released";

    /// <summary>By gave Subject back to Department; it waits again.</summary>
    public const string QueueHandedBack = "queue.handed_back";

    /// <summary>Subject waits no longer, without having been taken.</summary>
    public const string QueueLeft = "queue.left";

    /// <summary>Subject was called and did not come.</summary>
    public const string QueueNoShow = "queue.no_show";

    /// <summary>Subject waits with Department from now on, not with the one before.</summary>
    public const string QueueMoved = "queue.moved";

    /// <summary>By ended the treatment of Subject.</summary>
    public const string QueueEnded = "queue.ended";

    /// <summary>A message of consultation Subject has number Sequence; Key stands for its sender and the sender's message id.</summary>
    public const string ChatStored = "chat.stored";

    /// <summary>The sender is being told so; with the same Key as often as it asks.</summary>
    public const string ChatAcked = "chat.acked";

    /// <summary>By (an id of a seat) has a seat with media rights in room Subject; Key stands for the session.</summary>
    public const string SeatTaken = "seat.taken";

    public const string SeatLeft = "seat.left";

    /// <summary>Event Subject, named By, was committed together with what it is about.</summary>
    public const string OutboxRecorded = "outbox.recorded";

    /// <summary>Its handlers all returned, at attempt Sequence.</summary>
    public const string OutboxHandled = "outbox.handled";

    /// <summary>A handler did what must be done once; Key names it.</summary>
    public const string OutboxEffect = "outbox.effect";

    /// <summary>A run begins; what stood before it in this file is of an earlier one.</summary>
    public const string Opened = "history.opened";

    /// <summary>Sequence facts could not be written.</summary>
    public const string Dropped = "history.dropped";

    /// <summary>The run ended in order; without this line its last facts may be missing.</summary>
    public const string Closed = "history.closed";
}
