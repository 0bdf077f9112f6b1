using System.Runtime.InteropServices;

namespace Telehealth.Lab;

internal static partial class Signals
{
    private static readonly Dictionary<string, int> _numbers = new() { ["KILL"] = 9, ["TERM"] = 15, ["CONT"] = 18, ["STOP"] = 19 };

    public static void Send(int process, string name) => _ = Kill(process, _numbers[name]);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
