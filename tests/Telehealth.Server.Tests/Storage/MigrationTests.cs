using Microsoft.EntityFrameworkCore;

namespace Telehealth.Storage;

public sealed class MigrationTests
{
    [Fact]
    public void The_migrations_of_both_databases_make_today_s_tables()
    {
        using var sqlite = new SqliteDesign().CreateDbContext([]);
        using var postgres = new PostgresDesign().CreateDbContext([]);
        Assert.False(sqlite.Database.HasPendingModelChanges(), "SQLite: run infra/add-migration NAME.");
        Assert.False(postgres.Database.HasPendingModelChanges(), "PostgreSQL: run infra/add-migration NAME.");
    }
}
