using System.Collections.Concurrent;

namespace Telehealth.Telemetry;

/// <summary>A warning or an error of this process. The sentence is the one in the source, without the values that stood in it.</summary>
/// <param name="Times">How often the same was logged in a row.</param>
public sealed record Failure(
    DateTimeOffset FirstAt, DateTimeOffset LastAt, int Times, LogLevel Level, string Category, string? Sentence, string? Exception);

/// <summary>Keeps the last warnings and errors of this process for its operator. Values stay out: they belong to the log alone.</summary>
internal sealed class RecentFailures(TimeProvider clock) : ILoggerProvider
{
    public const int Capacity = 50;

    private readonly ConcurrentDictionary<string, Ring> _loggers = new();
    private readonly Lock _gate = new();
    private readonly LinkedList<Failure> _failures = [];

    /// <summary>The newest first.</summary>
    public IReadOnlyList<Failure> Read()
    {
        lock (_gate)
        {
            return [.. _failures];
        }
    }

    public ILogger CreateLogger(string categoryName) => _loggers.GetOrAdd(categoryName, name => new Ring(this, name));

    public void Dispose()
    {
        // Holds memory alone.
    }

    private void Keep(LogLevel level, string category, string? sentence, string? exception)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            var same = _failures.FirstOrDefault(
                failure => failure.Level == level && failure.Category == category && failure.Sentence == sentence && failure.Exception == exception);
            if (same is not null)
            {
                _failures.Remove(same);
                _failures.AddFirst(same with { LastAt = now, Times = same.Times + 1 });
                return;
            }

            _failures.AddFirst(new Failure(now, now, 1, level, category, sentence, exception));
            if (_failures.Count > Capacity)
            {
                _failures.RemoveLast();
            }
        }
    }

    private sealed class Ring(RecentFailures owner, string category) : ILogger
    {
        private const string Template = "{OriginalFormat}";

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                owner.Keep(logLevel, category, SentenceOf(state), exception?.GetType().Name);
            }
        }

        private static string? SentenceOf<TState>(TState state) =>
            (state as IEnumerable<KeyValuePair<string, object?>>)?.FirstOrDefault(pair => pair.Key == Template).Value as string;
    }
}
