using System.Globalization;
using System.Runtime.InteropServices;

namespace Telehealth.Benchmarks;

/// <summary>What a process has used so far, told by the kernel in the same way for every server.</summary>
internal static partial class ProcessCost
{
    // clock_getcpuclockid(3): the clock of a whole process, threads that have ended included.
    private const int WholeProcess = 2;

    /// <summary>User and system time of all its threads, to the nanosecond.</summary>
    public static double CpuMicros(int process)
    {
        var clock = (~process << 3) | WholeProcess;
        return ReadClock(clock, out var time) == 0
            ? (time.Seconds * 1e6) + (time.Nanoseconds / 1e3)
            : throw new InvalidOperationException($"process {process} has no CPU clock");
    }

    public static long ResidentBytes(int process) => File.ReadLines($"/proc/{process}/status")
        .Where(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
        .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024)
        .First();

    public static int Handles(int process) => System.IO.Directory.GetFileSystemEntries($"/proc/{process}/fd").Length;

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ReadClock(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
