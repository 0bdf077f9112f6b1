using System.Diagnostics;
using System.Text.Json;

namespace Telehealth.Benchmarks.Hubs;

/// <summary>A client process and what it says of its visitors.</summary>
internal sealed class CrowdProcess : IAsyncDisposable
{
    private readonly Process _process;

    public CrowdProcess(CrowdOrder order) => _process = OwnProcess.Start("hub-crowd", JsonSerializer.Serialize(order));

    public async Task<CrowdState> AskAsync()
    {
        await _process.StandardInput.WriteLineAsync("state");
        await _process.StandardInput.FlushAsync();
        var line = await _process.StandardOutput.ReadLineAsync();
        return JsonSerializer.Deserialize<CrowdState>(line ?? throw new InvalidOperationException("a client process ended"))!;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>Waits until all are in; says so now and then, because it takes a while.</summary>
    public static async Task<CrowdState[]> AllInAsync(IReadOnlyList<CrowdProcess> crowds, int count, TimeSpan longest)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var states = await Task.WhenAll(crowds.Select(crowd => crowd.AskAsync()));
            if (states.Sum(state => state.In) == count)
            {
                return states;
            }

            if (TimeProvider.System.GetElapsedTime(started) > longest)
            {
                throw new TimeoutException($"only {states.Sum(state => state.In)} of {count} are in, {states.Sum(state => state.Strange)} strange answers");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500));
        }
    }
}

/// <summary>This program once more, in another part. It ends when its input does, hence with this process.</summary>
internal static class OwnProcess
{
    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(OwnProcess).Assembly.Location, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }
}
