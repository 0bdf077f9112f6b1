namespace Telehealth.Fuzz;

/// <summary>Ends the program with the input that a parser never comes back from; without it such a bug would only look like a slow machine.</summary>
internal sealed class Watchdog : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly byte[] _input = new byte[1 << 17];
    private readonly Timer _timer;
    private string _target = string.Empty;
    private int _length;
    private long _executions;
    private long _lastExecutions = -1;

    public Watchdog() => _timer = new Timer(_ => Look(), null, _patience, _patience);

    /// <summary>An input is about to run.</summary>
    public void Note(FuzzTarget target, ReadOnlySpan<byte> input)
    {
        input.CopyTo(_input);
        _length = input.Length;
        _target = target.Name;
        Volatile.Write(ref _executions, _executions + 1);
    }

    /// <summary>Nothing runs for now.</summary>
    public void Rest() => _length = -1;

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var executions = Volatile.Read(ref _executions);
        if (executions == _lastExecutions && _length >= 0)
        {
            Console.WriteLine($"{_target}: does not come back from {Convert.ToHexStringLower(_input, 0, _length)}\n0 passed, 1 failed");
            Environment.Exit(1);
        }

        _lastExecutions = executions;
    }
}
