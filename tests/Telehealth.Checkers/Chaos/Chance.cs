using System.Security.Cryptography;

namespace Telehealth.Checkers.Chaos;

internal static class Chance
{
    public static bool Of(int percent) => RandomNumberGenerator.GetInt32(100) < percent;

    public static int Between(int from, int to) => RandomNumberGenerator.GetInt32(from, to + 1);

    public static T One<T>(IReadOnlyList<T> choices) => choices[RandomNumberGenerator.GetInt32(choices.Count)];

    public static Task PauseAsync(int fromMs, int toMs, CancellationToken cancellation) =>
        Task.Delay(Between(fromMs, toMs), cancellation);
}
