using System.Diagnostics;

namespace Telehealth.Fuzz;

/// <summary>Runs a target on one input and judges it: an exception, more than 10 ms or more than 1 MiB of garbage is a finding.</summary>
internal sealed class Probe(FuzzTarget target)
{
    private const int RepeatsOfSlow = 5;

    private static readonly long _slow = Stopwatch.Frequency / 100;

    private long _before = Stopwatch.GetTimestamp();

    /// <summary>1 MiB.</summary>
    public const long MostAllocated = 1 << 20;

    public long LargestAllocation { get; private set; }

    /// <summary>The slowest input, measured again until it was not the machine that was slow.</summary>
    public TimeSpan Slowest { get; private set; }

    /// <summary>Null when all is well.</summary>
    public Finding? Run(ReadOnlySpan<byte> input)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            target.Run(input);
        }
        catch (Exception fault)
        {
            _before = Stopwatch.GetTimestamp();
            return new Finding(KindOf(fault), fault.ToString(), input.ToArray());
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        LargestAllocation = Math.Max(LargestAllocation, allocated);
        // One look at the clock for each input: the time in between includes the mutation, which the second look leaves out.
        var now = Stopwatch.GetTimestamp();
        var slow = now - _before > Math.Max(_slow / 10, Slowest.Ticks * Stopwatch.Frequency / TimeSpan.TicksPerSecond) ? Measure(input) : 0;
        _before = slow > 0 ? Stopwatch.GetTimestamp() : now;
        return allocated > MostAllocated ? new Finding("allocates too much", $"{allocated} bytes", input.ToArray())
            : slow > _slow ? new Finding("takes too long", $"{Stopwatch.GetElapsedTime(0, slow).TotalMilliseconds:F1} ms", input.ToArray())
            : null;
    }

    // The processor is shared and the first runs are compiled: only the fastest of several says what the parser needs.
    private long Measure(ReadOnlySpan<byte> input)
    {
        var fastest = long.MaxValue;
        for (var repeat = 0; repeat < RepeatsOfSlow; repeat++)
        {
            var start = Stopwatch.GetTimestamp();
            target.Run(input);
            fastest = Math.Min(fastest, Stopwatch.GetTimestamp() - start);
        }

        var elapsed = Stopwatch.GetElapsedTime(0, fastest);
        Slowest = elapsed > Slowest ? elapsed : Slowest;
        return fastest;
    }

    private static string KindOf(Exception fault)
    {
        if (fault is BrokenClaimException)
        {
            return $"not true: {fault.Message}";
        }

        var place = new StackTrace(fault).GetFrames()
            .Select(frame => frame.GetMethod())
            .FirstOrDefault(method => method?.DeclaringType?.Namespace?.StartsWith("Telehealth", StringComparison.Ordinal) is true);
        return $"{fault.GetType().Name} in {place?.DeclaringType?.Name}.{place?.Name}";
    }
}
