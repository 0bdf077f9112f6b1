using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Telehealth.Telemetry.History;

namespace Telehealth.Storage;

/// <summary>Lets dotnet-ef build the models without starting the server or reaching a database.</summary>
internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteTelehealthDb>
{
    public SqliteTelehealthDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteTelehealthDb>().UseSqlite("Data Source=:memory:").Options,
            new OutboxEvents([]), new OutboxSignal(), HistoryLog.Off, TimeProvider.System);
}

internal sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresTelehealthDb>
{
    public PostgresTelehealthDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresTelehealthDb>().UseNpgsql("Host=none").Options,
            new OutboxEvents([]), new OutboxSignal(), HistoryLog.Off, TimeProvider.System);
}
