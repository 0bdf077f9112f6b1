namespace Telehealth.Media.Peer;

/// <summary>Waits for what a test claims, and says what it waited for when it did not come.</summary>
internal static class Waiting
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(15);

    public static async Task Until(Func<bool> condition, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > _patience)
            {
                throw new TimeoutException($"waited {_patience.TotalSeconds} s in vain for: {what}");
            }

            await Task.Delay(2);
        }
    }

    public static async Task For(Task task, string what)
    {
        if (await Task.WhenAny(task, Task.Delay(_patience)) != task)
        {
            throw new TimeoutException($"waited {_patience.TotalSeconds} s in vain for: {what}");
        }

        await task;
    }
}
