using Microsoft.Extensions.Logging;

namespace Telehealth.Media.Ice;

/// <summary>Keeps the loop alive: one room's bug must not silence the others, nor may a packet that provokes it flood the log.</summary>
internal sealed partial class LoopGuard(ILogger log, LoopCounters counters, TimeProvider time)
{
    private static readonly TimeSpan _quiet = TimeSpan.FromSeconds(1);

    private long? _lastLogged;

    public void Run<T>(Action<T> handler, T argument)
    {
        try
        {
            handler(argument);
        }
        catch (Exception fault)
        {
            OnFault(fault);
        }
    }

    public void Run<T>(Action<T, long> handler, T argument, long now)
    {
        try
        {
            handler(argument, now);
        }
        catch (Exception fault)
        {
            OnFault(fault);
        }
    }

    public void OnFault(Exception fault)
    {
        counters.Faults++;
        if (_lastLogged is null || time.GetElapsedTime(_lastLogged.Value) >= _quiet)
        {
            _lastLogged = time.GetTimestamp();
            LogFault(log, fault, counters.Faults);
        }
    }

    [LoggerMessage(LogLevel.Error, "A media handler failed; {Count} times so far")]
    private static partial void LogFault(ILogger log, Exception fault, long count);
}
