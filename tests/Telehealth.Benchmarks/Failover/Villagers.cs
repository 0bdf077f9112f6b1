using Microsoft.EntityFrameworkCore;
using Telehealth.Directory;
using Telehealth.Directory.Demo;
using Telehealth.Storage;
using Telehealth.Telemetry.History;

namespace Telehealth.Benchmarks.Failover;

/// <summary>More patients than the demo has: each has one place at a time.</summary>
internal static class Villagers
{
    private static readonly int[] _townships = [DemoSites.Liuhe, DemoSites.Shiqiao];

    public static async Task AddAsync(string connection, int count, CancellationToken cancellation)
    {
        await using var db = new PostgresTelehealthDb(
            new DbContextOptionsBuilder<PostgresTelehealthDb>().UseNpgsql(connection).Options,
            new OutboxEvents([]),
            new OutboxSignal(),
            HistoryLog.Off,
            TimeProvider.System);
        db.AddRange(Enumerable.Range(0, count).Select(number => new Patient
        {
            Id = Guid.CreateVersion7(),
            Name = $"村民{number}",
            Gender = Gender.Female,
            BirthDate = new DateOnly(1970, 1, 1),
            Village = "",
            Phone = "",
            InstitutionId = DemoIds.Institution(_townships[number % _townships.Length]),
        }));
        await db.SaveChangesAsync(cancellation);
    }
}
