using Microsoft.Data.Sqlite;
using Npgsql;

namespace Telehealth;

/// <summary>An empty database of one test app: a SQLite file in a folder of its own, or a PostgreSQL database when a server is given.</summary>
public sealed class TestDatabase : IDisposable
{
    private const string ServerVariable = "TELEHEALTH_TEST_POSTGRES";
    private readonly string? _name;

    public TestDatabase()
    {
        Folder = System.IO.Directory.CreateTempSubdirectory("telehealth-").FullName;
        if (Server is null)
        {
            return;
        }

        _name = "t" + Guid.CreateVersion7().ToString("N");
        Execute($"CREATE DATABASE {_name}");
        PostgreSql = new NpgsqlConnectionStringBuilder(Server) { Database = _name, MaxPoolSize = 20 }.ToString();
    }

    public static string? Server
    {
        get
        {
            var given = Environment.GetEnvironmentVariable(ServerVariable);
            return string.IsNullOrEmpty(given) ? null : given;
        }
    }

    public string Folder { get; }

    /// <summary>Null on SQLite.</summary>
    public string? PostgreSql { get; }

    /// <summary>Takes the tables away behind the server's back.</summary>
    public void Lose()
    {
        if (PostgreSql is not null)
        {
            Execute($"DROP DATABASE {_name} WITH (FORCE)");
            return;
        }

        using var connection = new SqliteConnection($"Data Source={Path.Combine(Folder, "telehealth.db")}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "DROP TABLE Outbox";
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        if (_name is not null)
        {
            using (var connection = new NpgsqlConnection(PostgreSql))
            {
                NpgsqlConnection.ClearPool(connection);
            }

            Execute($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
        }

        SqliteConnection.ClearAllPools();
        System.IO.Directory.Delete(Folder, recursive: true);
    }

    private static void Execute(string sql)
    {
        using var connection = new NpgsqlConnection(Server + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
