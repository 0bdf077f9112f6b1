using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Telehealth.Telemetry.History;

namespace Telehealth.Storage;

/// <summary>Before <c>PlacesStepsAndCounters</c> a patient could wait with several departments; since then everybody has one place.</summary>
public sealed class OnePlaceMigrationTests : IDisposable
{
    private const string Adding = "_PlacesStepsAndCounters";

    private readonly TestDatabase _database = new();
    private readonly TelehealthDb _db;

    public OnePlaceMigrationTests() => _db = _database.PostgreSql is { } postgres
        ? new PostgresTelehealthDb(
            new DbContextOptionsBuilder<PostgresTelehealthDb>().UseNpgsql(postgres).Options,
            new OutboxEvents([]), new OutboxSignal(), HistoryLog.Off, TimeProvider.System)
        : new SqliteTelehealthDb(
            new DbContextOptionsBuilder<SqliteTelehealthDb>()
                .UseSqlite($"Data Source={Path.Combine(_database.Folder, "telehealth.db")};Foreign Keys=False").Options,
            new OutboxEvents([]), new OutboxSignal(), HistoryLog.Off, TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _db.Dispose();
        _database.Dispose();
    }

    [Fact]
    public async Task Of_several_places_the_oldest_stays_and_of_several_calls_the_last()
    {
        await MigrateToTheOneBeforeAsync();
        var (waits, talks, both, alone, tie) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var later = await InsertAsync(waits, "Waiting", minute: 9);
        var first = await InsertAsync(waits, "Waiting", minute: 2);
        var last = await InsertAsync(waits, "Waiting", minute: 30);
        var oldCall = await InsertAsync(talks, "InProgress", minute: 1);
        var newCall = await InsertAsync(talks, "InProgress", minute: 5);
        var waitsBesideCall = await InsertAsync(both, "Waiting", minute: 0);
        var call = await InsertAsync(both, "InProgress", minute: 7);
        var ended = await InsertAsync(alone, "Ended", minute: 1);
        var only = await InsertAsync(alone, "Waiting", minute: 4);
        var ties = new[] { await InsertAsync(tie, "Waiting", minute: 3), await InsertAsync(tie, "Waiting", minute: 3) };

        await _db.Database.MigrateAsync(Cancellation);

        Assert.Equal(["Planned", "Waiting", "Planned"], await StatusesAsync(later, first, last));
        Assert.Equal(["Ended", "InProgress"], await StatusesAsync(oldCall, newCall));
        Assert.Equal(["Planned", "InProgress"], await StatusesAsync(waitsBesideCall, call));
        Assert.Equal(["Ended", "Waiting"], await StatusesAsync(ended, only));
        Assert.Equal(["Planned", "Waiting"], (await StatusesAsync(ties)).Order());
        Assert.Equal(
            0,
            await CountAsync(
                """
                SELECT COUNT(*) AS "Value" FROM "Consultations"
                WHERE ("Status" = 'Planned' AND "QueuedAt" IS NOT NULL)
                    OR ("Status" = 'Ended' AND ("EndedAt" IS NULL OR "TakeRequestId" IS NOT NULL))
                """));
        // The index is there: nobody gets a second place.
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => InsertAsync(alone, "InProgress", minute: 8));
    }

    private async Task MigrateToTheOneBeforeAsync()
    {
        var before = _db.Database.GetMigrations().TakeWhile(name => !name.EndsWith(Adding, StringComparison.Ordinal)).Last();
        await _db.GetService<IMigrator>().MigrateAsync(before, Cancellation);
    }

    /// <summary>Each in a department of its own: that much was unique before.</summary>
    private async Task<Guid> InsertAsync(Guid patientId, string status, int minute)
    {
        var id = Guid.CreateVersion7();
        var at = string.Create(CultureInfo.InvariantCulture, $"2026-11-01 08:{minute:00}:00");
        var started = status == "Waiting" ? "NULL" : $"'{at}'";
        var ended = status == "Ended" ? $"'{at}'" : "NULL";
        var request = status == "InProgress" ? $"'{TextOf(Guid.CreateVersion7())}'" : "NULL";
        var sql = $"""
            INSERT INTO "Consultations" ("Id", "Kind", "Status", "PatientId", "DepartmentId", "RequestedByPractitionerId",
                "RequestingInstitutionId", "TakeRequestId", "Urgency", "Complaint", "History", "VitalSigns", "NoteVersions", "CreatedAt",
                "QueuedAt", "StartedAt", "EndedAt", "ClaimFence")
            VALUES ('{TextOf(id)}', 'Direct', '{status}', '{TextOf(patientId)}', '{TextOf(Guid.CreateVersion7())}',
                '{TextOf(Guid.CreateVersion7())}', '{TextOf(Guid.CreateVersion7())}', {request}, 3, '', '', '', 0, '{at}',
                '{at}', {started}, {ended}, 0)
            """;
        // Whose department and patient it is does not matter here; the rows they would refer to are left out.
        await _db.Database.OpenConnectionAsync(Cancellation);
        await _db.Database.ExecuteSqlRawAsync(
            _db.Database.IsNpgsql() ? $"SET session_replication_role = replica; {sql}; SET session_replication_role = origin" : sql, Cancellation);
        return id;
    }

    private async Task<string[]> StatusesAsync(params Guid[] ids)
    {
        var statuses = new List<string>();
        foreach (var id in ids)
        {
            var sql = $"SELECT \"Status\" AS \"Value\" FROM \"Consultations\" WHERE \"Id\" = '{TextOf(id)}'";
            statuses.Add(await _db.Database.SqlQueryRaw<string>(sql).SingleAsync(Cancellation));
        }

        return [.. statuses];
    }

    private Task<int> CountAsync(string sql) => _db.Database.SqlQueryRaw<int>(sql).SingleAsync(Cancellation);

    /// <summary>As SQLite keeps it; PostgreSQL does not mind.</summary>
    private static string TextOf(Guid id) => id.ToString("D").ToUpperInvariant();
}
