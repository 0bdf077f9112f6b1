using System.Runtime.InteropServices;
using Telehealth.Benchmarks;

namespace Telehealth.Checkers.Chaos;

/// <summary>Runs the harm and the checks; the broken build is right when its checks fail.</summary>
internal static class ChaosCommand
{
    public static async Task<int> RunAsync(string[] words)
    {
        if (ChaosOptions.Parse(words) is not { } options)
        {
            return Usage.Print();
        }

        using var ending = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        var (figures, isBroken) = await RunOneAsync(options, ending.Token);
        var isGood = !isBroken;
        if (options.IsComparing)
        {
            var (without, isBrokenWithout) = await RunOneAsync(ChaosOptions.ForBroken(options.KeepIn), ending.Token);
            figures = new { withFences = figures, withoutFences = without };
            isGood &= isBrokenWithout;
        }

        await Report.PrintAsync("chaos", SettingsOf(options), figures);
        Console.Error.WriteLine(isGood ? "every promise was kept" : options.IsFencingBroken ? "the checks failed, as they must without fences" : "a promise was broken, or nobody noticed that the fences are off");
        return isGood ? 0 : 1;

        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            ending.Cancel();
        }
    }

    private static async Task<(object Figures, bool IsBroken)> RunOneAsync(ChaosOptions options, CancellationToken cancellation)
    {
        var dll = options.IsFencingBroken ? await BrokenBuild.MakeAsync(cancellation) : null;
        return await new ChaosRun(options).RunAsync(dll, cancellation);
    }

    private static object SettingsOf(ChaosOptions options) => new
    {
        options.Nodes,
        options.Claimers,
        options.Kills,
        entriesDuringKills = options.Kills > 0 ? options.Entries : 0,
        faults = string.Join(", ", options.Faults),
        entriesDuringEachFault = options.FaultEntries,
        fencing = options.IsFencingBroken ? "off" : "on",
    };
}
