using System.Diagnostics;

namespace Telehealth.Lab;

/// <summary>A process of the laboratory: started, signalled and started again on the same ports, its words in a file.</summary>
public abstract class LabProcess(string name, string folder, TimeSpan readyWithin) : IAsyncDisposable
{
    private static readonly TimeSpan _goodbye = TimeSpan.FromSeconds(10);
    private Process? _process;

    public string Name { get; } = name;

    /// <summary>Everything it wrote, over all its lives.</summary>
    public string LogFile { get; } = Path.Combine(folder, name + ".log");

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Of the living process.</summary>
    public int ProcessId => _process?.Id ?? throw new InvalidOperationException($"{Name} was not started.");

    /// <summary>How often it was started.</summary>
    public int Lives { get; private set; }

    /// <summary>Starts it and waits until it answers.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await LaunchAsync();
        await WaitUntilReadyAsync(cancellation);
    }

    /// <summary>Starts it without waiting.</summary>
    public async Task LaunchAsync()
    {
        if (IsRunning)
        {
            return;
        }

        _process?.Dispose();
        _process = await Spawner.StartAsync(InShell(Describe()));
        Lives++;
    }

    public Task WaitUntilReadyAsync(CancellationToken cancellation) => Deadline.WaitAsync(
        async stop =>
        {
            if (!IsRunning && !await ReviveAsync())
            {
                throw new InvalidOperationException($"{Name} ended while it started; its last words:\n{LastWords()}");
            }

            return await MissingAsync(stop) is { } missing ? $"{Name}: {missing}; its last words:\n{LastWords()}" : null;
        },
        readyWithin,
        cancellation);

    /// <summary>SIGKILL, and waits until it is gone.</summary>
    public virtual async Task KillAsync()
    {
        if (_process is { } process)
        {
            Signal("KILL");
            await process.WaitForExitAsync();
        }
    }

    /// <summary>SIGTERM; waits until it ended by itself, at most as long as given.</summary>
    /// <returns>False when it had to be killed.</returns>
    public async Task<bool> TerminateAsync(TimeSpan within)
    {
        Signal("TERM");
        using var limit = new CancellationTokenSource(within);
        try
        {
            await (_process?.WaitForExitAsync(limit.Token) ?? Task.CompletedTask);
            return true;
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
            return false;
        }
    }

    /// <summary>SIGSTOP: it hangs, its connections stay.</summary>
    public virtual void Suspend() => Signal("STOP");

    /// <summary>SIGCONT.</summary>
    public virtual void Wake() => Signal("CONT");

    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
        {
            Wake();
            await TerminateAsync(_goodbye);
        }

        _process?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The command, its environment and its working folder; what it writes goes to <see cref="LogFile"/>.</summary>
    protected abstract ProcessStartInfo Describe();

    /// <summary>Null when it answers, else what does not yet.</summary>
    protected abstract Task<string?> MissingAsync(CancellationToken cancellation);

    /// <summary>Tries once more when it ended while starting, for a reason that passes; false when there is none.</summary>
    protected virtual Task<bool> ReviveAsync() => Task.FromResult(false);

    protected string LastWords()
    {
        try
        {
            using var file = new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            file.Seek(-Math.Min(file.Length, 2000), SeekOrigin.End);
            return new StreamReader(file).ReadToEnd();
        }
        catch (IOException)
        {
            return "";
        }
    }

    private void Signal(string name)
    {
        if (IsRunning)
        {
            Signals.Send(ProcessId, name);
        }
    }

    /// <summary>The shell only opens the log and becomes the command, so the child's id is the command's own.</summary>
    private ProcessStartInfo InShell(ProcessStartInfo what)
    {
        var shell = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >>\"$0\" 2>&1 </dev/null", LogFile, "setpriv", "--pdeathsig", "KILL"])
        {
            WorkingDirectory = what.WorkingDirectory,
        };
        foreach (var word in what.ArgumentList.Prepend(what.FileName))
        {
            shell.ArgumentList.Add(word);
        }

        foreach (var (key, value) in what.Environment)
        {
            shell.Environment[key] = value;
        }

        return shell;
    }
}
