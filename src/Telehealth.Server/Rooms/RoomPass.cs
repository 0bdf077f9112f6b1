using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Telehealth.Rooms;

/// <summary>What a checked pass says.</summary>
/// <param name="GivenAt">When its person was let in; passes for other nodes that come from it keep this time, so that whoever is sent out
/// stays out with all of them.</param>
/// <param name="Epoch">Of the room's lease when the pass was written.</param>
/// <param name="Primary">In a pass for another node than the one that holds the room: that one.</param>
/// <param name="Round">Grows whenever a doctor takes the patient, so that what was before and after needs no clock.</param>
public sealed record RoomTicket(
    Guid Room,
    string Seat,
    RoomRights Rights,
    string Node,
    DateTimeOffset ExpiresAt,
    DateTimeOffset GivenAt,
    long Epoch,
    string? Primary = null,
    long Round = 0)
{
    public bool IsGivenUntil(DateTimeOffset time) => GivenAt <= time;
}

/// <summary>Signed, short-lived permission to take one seat in one room on one node, so that a media node needs neither cookie nor
/// database. The text is <c>base64url(json).base64url(hmac-sha256)</c>.</summary>
public sealed class RoomPass(byte[] key, TimeProvider clock)
{
    /// <summary>Long enough for a slow device check between entering and joining, short for a leaked log line.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    /// <summary>A pass for another node waits for the day that it is needed; its holder hears of a new one well before.</summary>
    public static readonly TimeSpan SpareLifetime = TimeSpan.FromMinutes(5);

    private const int MaxLength = 1024;

    public string Issue(Guid room, string seat, RoomRights rights, string node, long epoch = 0) =>
        Write(Open(room, seat, rights, node, epoch));

    /// <summary>What a pass says that is given now.</summary>
    public RoomTicket Open(Guid room, string seat, RoomRights rights, string node, long epoch, long round = 0)
    {
        var now = clock.GetUtcNow();
        return new RoomTicket(room, seat, rights, node, now + Lifetime, now, epoch, Round: round);
    }

    /// <summary>The same seat at another node.</summary>
    public string IssueSpare(RoomTicket own, RoomRights rights, long epoch, string node) => Write(own with
    {
        Rights = rights,
        Node = node,
        Primary = own.Node,
        Epoch = epoch,
        ExpiresAt = clock.GetUtcNow() + SpareLifetime,
    });

    public string Write(RoomTicket ticket)
    {
        var body = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(ticket, RoomsJson.Default.RoomTicket));
        return $"{body}.{Base64Url.EncodeToString(Sign(body))}";
    }

    /// <summary>Refuses with <c>room_pass.invalid</c>, <c>room_pass.expired</c> or <c>room_pass.wrong_node</c>.</summary>
    public (RoomTicket? Ticket, Refusal? Refusal) Check(string pass, string node)
    {
        if (ReadSigned(pass) is not { } ticket)
        {
            return (null, RoomRefusals.PassInvalid);
        }

        if (ticket.ExpiresAt <= clock.GetUtcNow())
        {
            return (null, RoomRefusals.PassExpired);
        }

        return ticket.Node == node ? (ticket, null) : (null, RoomRefusals.PassWrongNode);
    }

    /// <summary>What the pass says when we signed it, however long ago; null when we did not.</summary>
    public RoomTicket? ReadSigned(string pass)
    {
        var dot = pass.Length <= MaxLength ? pass.IndexOf('.', StringComparison.Ordinal) : -1;
        return dot >= 0 && HasGoodSignature(pass[..dot], pass[(dot + 1)..])
            ? JsonSerializer.Deserialize(Base64Url.DecodeFromChars(pass.AsSpan(0, dot)), RoomsJson.Default.RoomTicket)
            : null;
    }

    private bool HasGoodSignature(string body, string signature)
    {
        var given = new byte[HMACSHA256.HashSizeInBytes];
        return Base64Url.IsValid(signature, out var length)
            && length == given.Length
            && Base64Url.TryDecodeFromChars(signature, given, out _)
            && CryptographicOperations.FixedTimeEquals(given, Sign(body));
    }

    private byte[] Sign(string body) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(body));
}
