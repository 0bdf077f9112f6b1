using Telehealth.Directory;
using Telehealth.Storage;
using Telehealth.Telemetry.History;

namespace Telehealth.Consultations.Chat;

/// <summary>One line of a consultation's chat; never changed once stored.</summary>
internal sealed class ChatMessage : Aggregate
{
    public const int MaxTextLength = 4_000;

    public required Guid Id { get; init; }

    public required Guid ConsultationId { get; init; }

    /// <summary>1, 2, 3 … within the consultation, so that a client that comes back can ask for what it missed.</summary>
    public required long Sequence { get; init; }

    public required string SenderSeat { get; init; }

    /// <summary>Chosen by the client, so that sending twice stores once.</summary>
    public required string ClientMessageId { get; init; }

    public required LocalizedName SenderName { get; init; }

    public required string Text { get; init; }

    public required Guid? PhotoId { get; init; }

    public required DateTimeOffset SentAt { get; init; }

    public override HistoryFact? HistoryOf(object fact) => fact is MessagePosted
        ? new HistoryFact(HistoryKind.ChatStored) { Subject = ConsultationId, Sequence = Sequence, Key = KeyOf(SenderSeat, ClientMessageId) }
        : null;

    /// <summary>What the history calls the message.</summary>
    public static string KeyOf(string seat, string clientMessageId) => HistoryLog.KeyOf(seat, clientMessageId);

    public void RecordPosted() => Record(new MessagePosted(ConsultationId, Sequence));
}
