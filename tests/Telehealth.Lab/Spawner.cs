using System.Collections.Concurrent;
using System.Diagnostics;

namespace Telehealth.Lab;

/// <summary>Starts every process from one thread that never ends: the kernel's death signal follows the thread that started a child,
/// and a pool thread may be gone long before its process.</summary>
internal static class Spawner
{
    private static readonly BlockingCollection<(ProcessStartInfo What, TaskCompletionSource<Process> Started)> _orders = [];

    static Spawner() => new Thread(Run) { IsBackground = true, Name = "spawner" }.Start();

    /// <summary>Runs the command so that it dies with this process, whatever ends it.</summary>
    public static Task<Process> StartAsync(ProcessStartInfo what)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        _orders.Add((what, started));
        return started.Task;
    }

    private static void Run()
    {
        foreach (var (what, started) in _orders.GetConsumingEnumerable())
        {
            try
            {
                started.SetResult(Process.Start(what)!);
            }
            catch (Exception error)
            {
                started.SetException(error);
            }
        }
    }
}
