using System.Runtime.InteropServices;

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
        var isGood = await RunOneAsync(options, ending.Token);
        if (options.IsShort)
        {
            isGood &= await RunOneAsync(ChaosOptions.ForBroken(options.KeepIn), ending.Token) == false;
        }

        Console.Error.WriteLine(isGood ? "every promise was kept" : options.IsFencingBroken ? "the checks failed, as they must without fences" : "a promise was broken");
        return isGood ? 0 : 1;

        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            ending.Cancel();
        }
    }

    /// <summary>True when no promise was broken.</summary>
    private static async Task<bool> RunOneAsync(ChaosOptions options, CancellationToken cancellation)
    {
        var dll = options.IsFencingBroken ? await BrokenBuild.MakeAsync(cancellation) : null;
        var (report, isBroken) = await new ChaosRun(options).RunAsync(dll, cancellation);
        Console.WriteLine(Checks.ToJson(report));
        return !isBroken;
    }
}
