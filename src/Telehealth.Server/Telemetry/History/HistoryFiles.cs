using System.Text.Json;

namespace Telehealth.Telemetry.History;

/// <summary>The file being written and the older ones behind it, <c>name.1</c> the youngest of them. Only the writer touches it.</summary>
internal sealed partial class HistoryFiles(string path, long maxBytes, int count, TimeProvider clock, ILogger<HistoryFiles> log) : IDisposable
{
    /// <summary>A full disk is not asked again for every fact.</summary>
    internal static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private FileStream? _file;

    /// <summary>When the disk refused last; null once it took something to the end.</summary>
    private long? _refusedAt;

    /// <summary>Facts that were taken and may still be lost.</summary>
    private int _unflushed;
    private int _lost;

    /// <summary>False when the disk refuses it.</summary>
    public bool Append(HistoryFact fact)
    {
        if (_file is null && _refusedAt is { } refusedAt && clock.GetElapsedTime(refusedAt) < Rest)
        {
            return false;
        }

        try
        {
            _file ??= Open();
            _file.Write(JsonSerializer.SerializeToUtf8Bytes(fact, HistoryJson.Default.HistoryFact));
            _file.WriteByte((byte)'\n');
            _unflushed++;
            if (_file.Length >= maxBytes)
            {
                Rotate();
            }

            return true;
        }
        catch (Exception error) when (IsRefused(error))
        {
            GiveUp(error);
            return false;
        }
    }

    /// <summary>To the system, so that it survives this process; not to the disk. Answers how many facts that were taken since the last
    /// time are lost all the same.</summary>
    public int Flush()
    {
        try
        {
            _file?.Flush();
            _unflushed = 0;
            if (_file is not null && _refusedAt is not null)
            {
                _refusedAt = null;
                LogTaken();
            }
        }
        catch (Exception error) when (IsRefused(error))
        {
            GiveUp(error);
        }

        var lost = _lost;
        _lost = 0;
        return lost;
    }

    public void Dispose()
    {
        Flush();
        _file?.Dispose();
    }

    private static bool IsRefused(Exception error) => error is IOException or UnauthorizedAccessException;

    private FileStream Open()
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { Length: > 0 } folder)
        {
            System.IO.Directory.CreateDirectory(folder);
        }

        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 64 * 1024);
        EndTornLine(file);
        return file;
    }

    /// <summary>A process that was killed may have left half a line; what follows it must not be torn too.</summary>
    private static void EndTornLine(FileStream file)
    {
        if (file.Length == 0)
        {
            return;
        }

        file.Seek(-1, SeekOrigin.End);
        if (file.ReadByte() != '\n')
        {
            file.WriteByte((byte)'\n');
        }
    }

    private void Rotate()
    {
        _file!.Dispose();
        _file = null;
        _unflushed = 0;
        for (var number = count - 1; number >= 1; number--)
        {
            var older = number == 1 ? path : $"{path}.{number - 1}";
            if (File.Exists(older))
            {
                File.Move(older, $"{path}.{number}", overwrite: true);
            }
        }

        if (count == 1)
        {
            File.Delete(path);
        }
    }

    private void GiveUp(Exception error)
    {
        if (_refusedAt is null)
        {
            LogRefused(error);
        }

        _refusedAt = clock.GetTimestamp();
        _lost += _unflushed;
        _unflushed = 0;
        try
        {
            _file?.Dispose();
        }
        catch (IOException)
        {
            // It was full before it was closed.
        }

        _file = null;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The history cannot be written; until it is, the facts are counted as dropped and this is not said again")]
    private partial void LogRefused(Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The history is written again")]
    private partial void LogTaken();
}
