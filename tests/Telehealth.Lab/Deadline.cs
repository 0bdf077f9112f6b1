using System.Diagnostics;

namespace Telehealth.Lab;

/// <summary>Waits for a condition and never for ever.</summary>
public static class Deadline
{
    /// <param name="condition">Null when it holds, else what is still missing.</param>
    public static async Task WaitAsync(
        Func<CancellationToken, Task<string?>> condition, TimeSpan within, CancellationToken cancellation, TimeSpan? pause = null)
    {
        var watch = Stopwatch.StartNew();
        while (await condition(cancellation) is { } missing)
        {
            if (watch.Elapsed > within)
            {
                throw new TimeoutException($"Waited {within.TotalSeconds:0} s for {missing}");
            }

            await Task.Delay(pause ?? TimeSpan.FromMilliseconds(50), cancellation);
        }
    }
}
