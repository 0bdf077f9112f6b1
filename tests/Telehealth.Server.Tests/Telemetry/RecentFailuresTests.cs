using Microsoft.Extensions.Logging;

namespace Telehealth.Telemetry;

public sealed partial class RecentFailuresTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly RecentFailures _failures;
    private readonly ILogger _log;

    public RecentFailuresTests()
    {
        _failures = new RecentFailures(_clock);
        _log = _failures.CreateLogger("Telehealth.Somewhere");
    }

    public void Dispose() => _failures.Dispose();

    [Fact]
    public void What_stood_in_the_sentence_is_not_kept()
    {
        LogMissed(_log, "secret");
        var failure = Assert.Single(_failures.Read());
        Assert.Equal("{Name} was missed", failure.Sentence);
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_of_an_exception_is_not_kept_but_its_kind_is()
    {
        LogBroken(_log, new InvalidOperationException("secret"));
        var failure = Assert.Single(_failures.Read());
        Assert.Equal((LogLevel.Error, nameof(InvalidOperationException)), (failure.Level, failure.Exception));
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_again_is_counted_and_stands_first()
    {
        LogMissed(_log, "one");
        var first = _clock.GetUtcNow();
        LogBroken(_log, new TimeoutException());
        _clock.Advance(TimeSpan.FromMinutes(2));
        LogMissed(_log, "two");
        var failures = _failures.Read();
        Assert.Equal(2, failures.Count);
        Assert.Equal((2, first, first + TimeSpan.FromMinutes(2)), (failures[0].Times, failures[0].FirstAt, failures[0].LastAt));
    }

    [Fact]
    public void The_oldest_make_room_and_what_is_only_information_never_comes_in()
    {
        LogToldOf(_log);
        for (var number = 0; number < RecentFailures.Capacity + 5; number++)
        {
            LogMissed(_failures.CreateLogger($"Category {number}"), "");
        }

        var failures = _failures.Read();
        Assert.Equal(RecentFailures.Capacity, failures.Count);
        Assert.Equal($"Category {RecentFailures.Capacity + 4}", failures[0].Category);
        Assert.DoesNotContain(failures, failure => failure.Level == LogLevel.Information);
    }

    [LoggerMessage(LogLevel.Warning, "{Name} was missed")]
    private static partial void LogMissed(ILogger log, string name);

    [LoggerMessage(LogLevel.Error, "It broke")]
    private static partial void LogBroken(ILogger log, Exception exception);

    [LoggerMessage(LogLevel.Information, "Nothing happened")]
    private static partial void LogToldOf(ILogger log);
}
