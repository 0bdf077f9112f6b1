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

    public void Dispose()
    {
        if (_name is not null)
        {
            using (var connection = new NpgsqlConnection(PostgreSql))
            {
                NpgsqlConnection.ClearPool(connection);
            }

            Execute($"DROP DATABASE {_name} WITH (FORCE)");
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
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
