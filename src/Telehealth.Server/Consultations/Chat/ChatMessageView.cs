using Telehealth.Consultations.Photos;
using Telehealth.Directory;

namespace Telehealth.Consultations.Chat;

public sealed record ChatMessageView(
    long Sequence,
    string ClientMessageId,
    string SenderSeat,
    LocalizedName SenderName,
    string Text,
    PhotoView? Photo,
    DateTimeOffset SentAt)
{
    internal static ChatMessageView From(ChatMessage message, Photo? photo) => new(
        message.Sequence,
        message.ClientMessageId,
        message.SenderSeat,
        message.SenderName,
        message.Text,
        photo?.View(),
        message.SentAt);
}
