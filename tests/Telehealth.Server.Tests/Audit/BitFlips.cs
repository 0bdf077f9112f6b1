using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Telehealth.Audit;

/// <summary>Somebody with all rights on the database who turns single bits of what is stored, wherever they stand.</summary>
internal sealed class BitFlips : IAsyncDisposable
{
    private static readonly string[] _entryColumns =
        ["Chain", "Sequence", "Body", "Hash", "At", "Action", "Outcome", "PatientId", "ActorId", "RoleId", "InstitutionId", "TargetKind", "TargetId"];

    private static readonly string[] _chainColumns = ["Chain", "Sequence", "Hash"];

    private readonly DbConnection _connection;
    private readonly bool _isPostgres;
    private readonly SeededDice _dice;

    private BitFlips(DbConnection connection, SeededDice dice) =>
        (_connection, _isPostgres, _dice) = (connection, connection is NpgsqlConnection, dice);

    public static async Task<BitFlips> StartAsync(TestDatabase database, SeededDice dice)
    {
        DbConnection connection = database.PostgreSql is { } postgres
            ? new NpgsqlConnection(postgres)
            : new SqliteConnection($"Data Source={Path.Combine(database.Folder, "telehealth.db")};Default Timeout=30");
        await connection.OpenAsync();
        var flips = new BitFlips(connection, dice);
        foreach (var wall in flips._isPostgres
            ? new[] { """ALTER TABLE "AuditEntries" DISABLE TRIGGER ALL""", """ALTER TABLE "AuditChains" DISABLE TRIGGER ALL""" }
            : ["""DROP TRIGGER "AuditEntriesKeep" """, """DROP TRIGGER "AuditEntriesStay" """, """DROP TRIGGER "AuditChainsStay" """])
        {
            await flips.ExecuteAsync(wall);
        }

        return flips;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    /// <summary>Turns one bit, in an entry or, one time in twenty, in the end of a chain; gives back what was hit, and how to undo it.</summary>
    public async Task<Flip> TurnOneAsync(IReadOnlyList<(int Chain, long Sequence)> entries)
    {
        while (true)
        {
            var isHead = _dice.Between(0, 20) == 0;
            var (chain, sequence) = _dice.OneOf(entries);
            var table = isHead ? "AuditChains" : "AuditEntries";
            var columns = isHead ? _chainColumns : _entryColumns;
            var column = await PickAsync(table, columns, chain, isHead ? null : sequence);
            var before = await ReadAsync(table, column, chain, isHead ? null : sequence);
            if (before is DBNull || Turned(before) is not { } after)
            {
                continue;
            }

            var at = isHead ? (sequence: (long?)null, chain) : (sequence, chain);
            if (!await WriteAsync(table, column, after, at.chain, at.sequence))
            {
                continue;
            }

            var moved = (Chain: column == "Chain" ? Convert.ToInt64(after, CultureInfo.InvariantCulture) : chain,
                Sequence: column == "Sequence" && !isHead ? Convert.ToInt64(after, CultureInfo.InvariantCulture) : at.sequence);
            return new Flip(chain, isHead ? null : sequence, column, async () =>
                Assert.True(await WriteAsync(table, column, before, moved.Chain, moved.Sequence), "The flip could not be undone."));
        }
    }

    /// <summary>A column by the bytes that it holds, so that each stored bit is hit alike.</summary>
    private async Task<string> PickAsync(string table, string[] columns, int chain, long? sequence)
    {
        var sizes = new List<(string Column, int Bytes)>();
        foreach (var column in columns)
        {
            sizes.Add((column, await ReadAsync(table, column, chain, sequence) switch
            {
                byte[] bytes => bytes.Length,
                string text => text.Length,
                Guid => 16,
                DBNull => 0,
                int => 4,
                _ => 8,
            }));
        }

        var at = _dice.Between(0, sizes.Sum(size => size.Bytes));
        foreach (var (column, bytes) in sizes)
        {
            if ((at -= bytes) < 0)
            {
                return column;
            }
        }

        throw new InvalidOperationException("The row is empty.");
    }

    /// <summary>Null when the value has no such neighbour that its column could hold.</summary>
    private object? Turned(object stored)
    {
        switch (stored)
        {
            case byte[] bytes:
                return Turned(bytes);
            case string text:
                var turned = Turned(Encoding.ASCII.GetBytes(text));
                return Array.TrueForAll(turned, sign => sign is > 0 and < 128) ? Encoding.ASCII.GetString(turned) : null;
            case Guid id:
                return new Guid(Turned(id.ToByteArray()));
            case int number:
                return number ^ (1 << _dice.Between(0, 32));
            case long number:
                return number ^ (1L << _dice.Between(0, 64));
            case DateTime time:
                // PostgreSQL counts microseconds.
                var ticks = ((time.Ticks / TimeSpan.TicksPerMicrosecond) ^ (1L << _dice.Between(0, 55))) * TimeSpan.TicksPerMicrosecond;
                return ticks > 0 && ticks < DateTime.MaxValue.Ticks ? new DateTime(ticks, DateTimeKind.Utc) : null;
            default:
                throw new InvalidOperationException($"Nothing is known of the bits of a {stored.GetType().Name}.");
        }
    }

    private byte[] Turned(byte[] given)
    {
        var bytes = (byte[])given.Clone();
        bytes[_dice.Between(0, bytes.Length)] ^= (byte)(1 << _dice.Between(0, 8));
        return bytes;
    }

    private async Task<object> ReadAsync(string table, string column, int chain, long? sequence)
    {
        await using var command = Command($"SELECT \"{column}\" FROM \"{table}\" WHERE {Where(sequence)}", chain, sequence);
        return (await command.ExecuteScalarAsync())!;
    }

    /// <summary>False when the database cannot hold the value there: another row has that place.</summary>
    private async Task<bool> WriteAsync(string table, string column, object value, long chain, long? sequence)
    {
        await using var command = Command($"UPDATE \"{table}\" SET \"{column}\" = @value WHERE {Where(sequence)}", chain, sequence);
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("@value", value);
        command.Parameters.Add(parameter);
        try
        {
            return await command.ExecuteNonQueryAsync() == 1;
        }
        catch (DbException)
        {
            return false;
        }
    }

    private DbCommand Command(string sql, long chain, long? sequence)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in new[] { ("@chain", (object)chain), ("@sequence", sequence ?? 0L) })
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static string Where(long? sequence) =>
        sequence is null ? "\"Chain\" = @chain AND @sequence = 0" : "\"Chain\" = @chain AND \"Sequence\" = @sequence";

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}

/// <param name="Sequence">Null when the end of the chain was hit.</param>
internal sealed record Flip(int Chain, long? Sequence, string Column, Func<Task> UndoAsync);
