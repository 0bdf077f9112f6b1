using System.Data.Common;
using System.Globalization;
using System.Text.Json;

namespace Telehealth.Audit;

/// <summary>An entry as the database holds it, read without any trust in its columns: after a flipped bit a time may be no time.</summary>
internal sealed class StoredLink(object[] columns)
{
    public const string Columns =
        """
        "Chain", "Sequence", "Body", "Hash", "At", "Action", "Outcome", "PatientId", "ActorId", "RoleId", "InstitutionId", "TargetKind", "TargetId"
        """;

    private const int FirstCopy = 4;

    /// <summary>As SQLite keeps a time.</summary>
    private const string TimeText = @"yyyy\-MM\-dd HH\:mm\:ss.FFFFFFF";

    public long Chain { get; } = Number(columns[0]);

    public long Sequence { get; } = Number(columns[1]);

    public byte[] Body { get; } = columns[2] as byte[] ?? [];

    public byte[] Hash { get; } = columns[3] as byte[] ?? [];

    public static StoredLink Read(DbDataReader reader)
    {
        var columns = new object[reader.FieldCount];
        reader.GetValues(columns);
        return new StoredLink(columns);
    }

    public static long Number(object stored) => stored switch
    {
        long number => number,
        int number => number,
        _ => long.MinValue,
    };

    /// <summary>Whether the body was written for the place where it stands.</summary>
    public bool IsAtItsPlace()
    {
        try
        {
            using var body = JsonDocument.Parse(Body);
            return body.RootElement.GetProperty("chain").GetInt64() == Chain && body.RootElement.GetProperty("seq").GetInt64() == Sequence;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    /// <summary>Only asked of a body whose hash is right.</summary>
    public bool HasTrueCopies()
    {
        using var document = JsonDocument.Parse(Body);
        var body = document.RootElement;
        var (who, what) = (body.GetProperty("who"), body.GetProperty("what"));
        object?[] told =
        [
            DateTime.UnixEpoch.AddTicks(body.GetProperty("at").GetInt64() * TimeSpan.TicksPerMicrosecond),
            body.GetProperty("action").GetString(),
            body.GetProperty("outcome").GetString(),
            Id(what, "patientId"),
            Id(who, "id"),
            Id(who, "roleId"),
            Id(who, "institutionId"),
            what.GetProperty("kind").GetString(),
            Id(what, "id"),
        ];
        return told.Select((value, index) => IsSame(columns[FirstCopy + index], value)).All(same => same);
    }

    private static Guid? Id(JsonElement member, string name) =>
        member.GetProperty(name) is { ValueKind: JsonValueKind.String } id ? id.GetGuid() : null;

    private static bool IsSame(object stored, object? told) => (stored, told) switch
    {
        (DBNull, null) => true,
        (string text, Guid id) => text == TextOf(id),
        (string text, DateTime time) => text == time.ToString(TimeText, CultureInfo.InvariantCulture),
        (DateTime found, DateTime time) => found.Ticks == time.Ticks,
        _ => stored.Equals(told),
    };

    /// <summary>As SQLite keeps an id.</summary>
    private static string TextOf(Guid id) => id.ToString("D").ToUpperInvariant();
}
