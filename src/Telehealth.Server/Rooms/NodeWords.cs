using System.Security.Cryptography;
using System.Text.Json;

namespace Telehealth.Rooms;

/// <summary>A node's answer about one room.</summary>
/// <param name="Holds">It has the room, and has not handed it over.</param>
/// <param name="IsStranger">It is alive but refuses our seal (another key, or a clock that is wrong): no reason to take its rooms, nor to
/// look for any there.</param>
internal sealed record RoomHolding(bool Holds, long Epoch, bool IsStranger = false);

/// <summary>An answer as it crosses the wire.</summary>
internal sealed record SealedHolding(bool Holds, long Epoch, string Seal);

/// <summary>Rooms that a node took over from another, which may be alive after all.</summary>
internal sealed record TakenRooms(string By, IReadOnlyDictionary<Guid, long> Epochs);

/// <summary>What nodes say to each other at their internal addresses, and what is sealed of it.</summary>
internal static class NodeWords
{
    public const string SealHeader = "X-Telehealth-Seal";

    public static string HoldingPath(Guid room) => $"/internal/rooms/{room:N}";

    public const string TakenPath = "/internal/rooms/taken";

    /// <summary>Names the one who is asked, so that the word is good with nobody else.</summary>
    public static string AskHolding(string asked, Guid room) => $"holding {room:N} {asked}";

    /// <summary>Names the question, so that an old answer is no answer.</summary>
    public static string AnswerHolding(string questionSeal, RoomHolding holding) => $"{questionSeal} {holding.Holds} {holding.Epoch}";

    public static string TellTaken(string told, TakenRooms taken) =>
        $"taken {told} {Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(taken)))}";
}
