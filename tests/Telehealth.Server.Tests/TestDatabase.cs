using System.Data.Common;
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
        ExecuteOnServer($"CREATE DATABASE {_name}");
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

    /// <summary>What is fast and may be lost; null when it is in memory.</summary>
    public string? Redis { get; } = TestRedis.NextDatabase();

    /// <summary>Changes something behind the server's back.</summary>
    public void Execute(string sql)
    {
        using DbConnection connection = PostgreSql is null
            ? new SqliteConnection($"Data Source={Path.Combine(Folder, "telehealth.db")}")
            : new NpgsqlConnection(PostgreSql);
        Execute(connection, sql);
    }

    public void Dispose()
    {
        if (_name is not null)
        {
            using (var connection = new NpgsqlConnection(PostgreSql))
            {
                NpgsqlConnection.ClearPool(connection);
            }

            ExecuteOnServer($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
        }

        SqliteConnection.ClearAllPools();
        System.IO.Directory.Delete(Folder, recursive: true);
    }

    private static void ExecuteOnServer(string sql)
    {
        using var connection = new NpgsqlConnection(Server + ";Pooling=false");
        Execute(connection, sql);
    }

    private static void Execute(DbConnection connection, string sql)
    {
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
