using System.Diagnostics;

namespace Telehealth.Lab;

/// <summary>A PostgreSQL cluster of our own; a kill loses nothing that it confirmed.</summary>
public sealed class PostgresStore(string folder, TimeSpan readyWithin) : LabProcess("postgres", folder, readyWithin)
{
    public const string User = "telehealth";
    public const string Database = "postgres";

    /// <summary>While the last backends of a killed server go, a new one refuses to start.</summary>
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    private readonly string _folder = Path.Combine(folder, "postgres");

    public int Port { get; } = Ports.Take();

    public string ConnectionString => ConnectionStringAt(Port);

    private static bool IsRoot => Environment.UserName == "root";

    /// <param name="port">Of the server, or of a relay before it.</param>
    public static string ConnectionStringAt(int port) =>
        $"Host=127.0.0.1;Port={port};Username={User};Database={Database};Maximum Pool Size=60;Timeout=5;Command Timeout=15";

    /// <summary>Makes the empty cluster.</summary>
    public async Task CreateAsync(CancellationToken cancellation)
    {
        System.IO.Directory.CreateDirectory(_folder);
        if (IsRoot)
        {
            await RunAsync(new ProcessStartInfo("chown", ["postgres", _folder]), cancellation);
        }

        await RunAsync(
            AsPostgres("initdb", "-D", Data, "-U", User, "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"), cancellation);
    }

    /// <summary>The server and every backend at once, as when the machine goes.</summary>
    public override async Task KillAsync()
    {
        var backends = Backends();
        await base.KillAsync();
        backends.ForEach(backend => Signals.Send(backend, "KILL"));
    }

    /// <summary>Backends too: they would go on without their parent.</summary>
    public override void Suspend()
    {
        base.Suspend();
        Backends().ForEach(backend => Signals.Send(backend, "STOP"));
    }

    public override void Wake()
    {
        Backends().ForEach(backend => Signals.Send(backend, "CONT"));
        base.Wake();
    }

    protected override ProcessStartInfo Describe() => AsPostgres(
        "postgres",
        "-D",
        Data,
        "-p",
        $"{Port}",
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        $"unix_socket_directories={_folder}",
        "-c",
        "max_connections=300",
        "-c",
        "fsync=off");

    protected override async Task<string?> MissingAsync(CancellationToken cancellation)
    {
        var ask = new ProcessStartInfo(Binary("pg_isready"), ["-q", "-h", "127.0.0.1", "-p", $"{Port}", "-t", "2"]);
        using var process = await Spawner.StartAsync(ask);
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0 ? null : "it does not accept connections";
    }

    protected override async Task<bool> ReviveAsync()
    {
        if (!LastWords().Contains("pre-existing shared memory", StringComparison.Ordinal))
        {
            return false;
        }

        await Task.Delay(_pause);
        await LaunchAsync();
        return true;
    }

    private string Data => Path.Combine(_folder, "data");

    private List<int> Backends()
    {
        var children = $"/proc/{(IsRunning ? ProcessId : 0)}/task/{(IsRunning ? ProcessId : 0)}/children";
        return IsRunning && File.Exists(children)
            ? [.. File.ReadAllText(children).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)]
            : [];
    }

    /// <summary>PostgreSQL refuses to run as root; setpriv keeps the process's id, which runuser would not.</summary>
    private ProcessStartInfo AsPostgres(string program, params string[] arguments)
    {
        string[] words = IsRoot
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--pdeathsig", "KILL", Binary(program), .. arguments]
            : [Binary(program), .. arguments];
        return new ProcessStartInfo(words[0], words[1..]) { WorkingDirectory = _folder };
    }

    private static string Binary(string name)
    {
        var folder = System.IO.Directory.Exists("/usr/lib/postgresql")
            ? System.IO.Directory.GetDirectories("/usr/lib/postgresql").OrderBy(path => path, StringComparer.Ordinal).LastOrDefault()
            : null;
        return folder is null
            ? throw new InvalidOperationException("PostgreSQL is not installed; tests/run or `apt-get install postgresql` brings it.")
            : Path.Combine(folder, "bin", name);
    }

    private static async Task RunAsync(ProcessStartInfo what, CancellationToken cancellation)
    {
        what.RedirectStandardOutput = true;
        what.RedirectStandardError = true;
        using var process = await Spawner.StartAsync(what);
        var words = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = await process.StandardError.ReadToEndAsync(cancellation);
        await words;
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{what.FileName} failed: {errors}");
        }
    }
}
