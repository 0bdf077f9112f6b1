using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Telehealth.Storage;

/// <summary>Times are stored in UTC to the microsecond: SQLite cannot order offsets, PostgreSQL keeps no ticks, and both shall agree.</summary>
internal sealed class UtcTime() : ValueConverter<DateTimeOffset, DateTime>(
    time => ToMicroseconds(time),
    stored => new DateTimeOffset(DateTime.SpecifyKind(stored, DateTimeKind.Utc)))
{
    private static DateTime ToMicroseconds(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);
}
