using Microsoft.Data.Sqlite;
using Npgsql;
using SQLitePCL;

namespace Telehealth.Storage;

/// <summary>Tells a database that is away, full or takes no writes from a fault of ours.</summary>
internal static class StorageOutage
{
    /// <summary>Nothing was stored, or nobody knows: repeating it is right, and safe where the request names itself.</summary>
    public static readonly Refusal Unavailable = new(RefusalKind.Unavailable, "storage.unavailable");

    /// <summary>PostgreSQL's classes: no connection, no resources, stopped by an operator, the system's own trouble.</summary>
    private static readonly string[] _awayClasses = ["08", "53", "57", "58"];

    private const string ReadOnly = "25006";
    private const string LockNotAvailable = "55P03";

    public static Refusal? Explain(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (IsAway(cause))
            {
                return Unavailable;
            }
        }

        return null;
    }

    private static bool IsAway(Exception error) => error switch
    {
        PostgresException told => _awayClasses.Any(told.SqlState.StartsWith) || told.SqlState is ReadOnly or LockNotAvailable,

        // What PostgreSQL did not tell is the way to it: refused, broken, silent, or no connection free.
        NpgsqlException => true,
        SqliteException told => told.SqliteErrorCode
            is raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_READONLY or raw.SQLITE_IOERR or raw.SQLITE_FULL or raw.SQLITE_CANTOPEN,
        _ => false,
    };
}
