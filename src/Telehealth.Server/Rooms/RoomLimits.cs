namespace Telehealth.Rooms;

/// <summary>What a message may hold at most, before the media server reads any of it.</summary>
internal static class RoomLimits
{
    public const long MaxMessageBytes = 256 * 1024;

    /// <summary>A browser's offer of six tracks has about 12 kB.</summary>
    private const int MaxSdpLength = 64 * 1024;

    /// <summary>A browser's answer has about 1 kB for each of 30 speakers' tracks.</summary>
    private const int MaxAnswerLength = 192 * 1024;

    private const int MaxTracks = 16;
    private const int MaxTiles = 64;
    private const int MaxNameLength = 64;
    private const int MaxPixels = 16_384;
    private const int MaxPriority = 10;

    /// <summary>What the chat takes.</summary>
    private const int MaxWordLength = 4_000;

    public static Refusal? Check(PublishOffer offer)
    {
        var tracksAreGood = offer.Tracks.Count <= MaxTracks
            && offer.Tracks.All(track => track is { Mid.Length: > 0 and <= MaxNameLength });
        return CheckSdp(offer.Sdp, MaxSdpLength) ?? (offer.OfferId >= 0 && tracksAreGood ? null : RoomRefusals.Invalid);
    }

    public static Refusal? Check(SubscribeAnswer answer) =>
        CheckSdp(answer.Sdp, MaxAnswerLength) ?? (answer.OfferId >= 0 ? null : RoomRefusals.Invalid);

    public static Refusal? Check(IReadOnlyList<Tile> tiles) =>
        tiles.Count <= MaxTiles && tiles.All(IsGood) ? null : RoomRefusals.Invalid;

    public static Refusal? CheckSeat(string seat) => seat.Length is > 0 and <= MaxNameLength ? null : RoomRefusals.Invalid;

    public static Refusal? Check(ChatWord word) =>
        word is { ClientMessageId.Length: > 0 and <= MaxNameLength, Text.Length: > 0 and <= MaxWordLength } ? null : RoomRefusals.Invalid;

    private static bool IsGood(Tile tile) =>
        tile is { Track.Length: > 0 and <= MaxNameLength, Width: >= 0 and <= MaxPixels, Height: >= 0 and <= MaxPixels }
        && tile is { Priority: >= 0 and <= MaxPriority };

    private static Refusal? CheckSdp(string sdp, int longest) => sdp.Length <= longest ? null : RoomRefusals.SdpTooLarge;
}
