using System.Data.Common;

namespace Telehealth.Storage;

public sealed class StorageOptions
{
    public const string Section = "Storage";

    private const int ConnectSeconds = 3;

    /// <summary>Above what a busy database needs, below what a browser waits.</summary>
    private const int CommandSeconds = 8;

    /// <summary>Where the SQLite database, keys and files stand; empty means "data" beside the solution, or beside the program.</summary>
    public string DataFolder { get; set; } = "";

    /// <summary>Connection string; when given, PostgreSQL is the truth instead of the SQLite file.</summary>
    public string? PostgreSql { get; init; }

    public string SqliteFile => Path.Combine(DataFolder, "telehealth.db");

    public bool UsesPostgreSql => !string.IsNullOrWhiteSpace(PostgreSql);

    /// <summary>With the limits that whoever waits deserves, unless the connection string has its own: a database that is away is
    /// known within seconds.</summary>
    public string PostgreSqlWithLimits
    {
        get
        {
            var given = new DbConnectionStringBuilder { ConnectionString = PostgreSql };
            foreach (var (key, seconds) in new[] { ("Timeout", ConnectSeconds), ("Command Timeout", CommandSeconds) })
            {
                if (!given.ContainsKey(key))
                {
                    given[key] = seconds;
                }
            }

            return given.ConnectionString ?? "";
        }
    }

    public static StorageOptions From(IConfiguration configuration, string contentRoot)
    {
        var options = configuration.GetSection(Section).Get<StorageOptions>() ?? new StorageOptions();
        options.DataFolder = Path.GetFullPath(
            options.DataFolder.Length > 0 ? options.DataFolder : Path.Combine(HomeOf(contentRoot), "data"), contentRoot);
        return options;
    }

    private static string HomeOf(string contentRoot)
    {
        for (var folder = new DirectoryInfo(contentRoot); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Telehealth.sln")))
            {
                return folder.FullName;
            }
        }

        return contentRoot;
    }
}
