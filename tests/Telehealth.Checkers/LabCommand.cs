using System.Globalization;
using System.Runtime.InteropServices;
using Telehealth.Lab;

namespace Telehealth.Checkers;

/// <summary>Holds a laboratory up for whoever wants to look at several nodes by hand.</summary>
internal static class LabCommand
{
    public static async Task<int> RunAsync(string[] options)
    {
        if (options is not ([] or ["--nodes", _]))
        {
            return Usage.Print();
        }

        var nodes = options is [_, var number] ? int.Parse(number, CultureInfo.InvariantCulture) : 2;
        await using var lab = await Laboratory.StartAsync(new LabOptions { Nodes = nodes }, CancellationToken.None);
        foreach (var node in lab.Nodes)
        {
            Console.WriteLine($"{node.Name}  {node.Url}  process {node.ProcessId}");
        }

        Console.WriteLine($"PostgreSQL port {lab.Postgres!.Port}, Redis port {lab.Redis!.Port}, logs in {lab.Folder}");
        var end = new TaskCompletionSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        await end.Task;
        return 0;

        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            end.TrySetResult();
        }
    }
}
