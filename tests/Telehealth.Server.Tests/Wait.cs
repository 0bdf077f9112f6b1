using System.Diagnostics;

namespace Telehealth;

public static class Wait
{
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(15);

    /// <summary>Asks again until the answer is null; the last answer says what was still missing.</summary>
    public static async Task UntilAsync(Func<Task<string?>> missing)
    {
        var started = Stopwatch.GetTimestamp();
        while (await missing() is { } reason)
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < _longest, $"Waited {_longest.TotalSeconds} s in vain: {reason}");
            await Task.Delay(20);
        }
    }

    public static Task UntilAsync(Func<bool> holds, string what) =>
        UntilAsync(() => Task.FromResult(holds() ? null : what));

    /// <summary>The task's result, or a failure that says what did not come.</summary>
    public static async Task<T> ForAsync<T>(Task<T> task, string what)
    {
        var first = await Task.WhenAny(task, Task.Delay(_longest));
        Assert.True(first == task, $"Waited {_longest.TotalSeconds} s in vain: {what}");
        return await task;
    }
}
