using Telehealth.Directory;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

/// <summary>One weekday's opening time by the clock in China; a day without one is closed.</summary>
public sealed record OpeningHours(DayOfWeek Day, TimeOnly Opens, TimeOnly Closes);

/// <summary>A department's queue as a counter: its hours, and whether it rests just now. Without a row it is always open.</summary>
internal sealed class DepartmentQueue : Aggregate
{
    private static readonly TimeSpan _china = TimeSpan.FromHours(8);

    public required Guid DepartmentId { get; init; }

    public DateTimeOffset? PausedUntil { get; private set; }

    public string? PauseReason { get; private set; }

    /// <summary>Empty: around the clock.</summary>
    public IReadOnlyList<OpeningHours> Hours { get; private set; } = [];

    public bool IsPausedAt(DateTimeOffset now) => now < PausedUntil;

    public void Pause(DateTimeOffset until, string reason)
    {
        (PausedUntil, PauseReason) = (until, reason);
        Record(new DepartmentQueueChanged(DepartmentId));
    }

    public void Resume()
    {
        (PausedUntil, PauseReason) = (null, null);
        Record(new DepartmentQueueChanged(DepartmentId));
    }

    public void SetHours(IReadOnlyList<OpeningHours> hours)
    {
        Hours = [.. hours.OrderBy(day => day.Day)];
        Record(new DepartmentQueueChanged(DepartmentId));
    }

    /// <summary>When it closes if it is open, when it opens next if it is closed; both null when it is never either.</summary>
    public (bool IsOpen, DateTimeOffset? ClosesAt, DateTimeOffset? OpensAt) At(DateTimeOffset now)
    {
        if (Hours.Count == 0)
        {
            return (true, null, null);
        }

        var there = now.ToOffset(_china);
        for (var days = 0; days <= 7; days++)
        {
            var date = ChinaDate.Of(now).AddDays(days);
            if (Hours.FirstOrDefault(day => day.Day == date.DayOfWeek) is not { } hours)
            {
                continue;
            }

            var (opens, closes) = (Moment(date, hours.Opens), Moment(date, hours.Closes));
            if (there < opens)
            {
                return (false, null, opens);
            }

            if (there < closes)
            {
                return (true, closes, null);
            }
        }

        return (false, null, null);
    }

    private static DateTimeOffset Moment(DateOnly date, TimeOnly time) =>
        new DateTimeOffset(date.ToDateTime(time), _china).ToUniversalTime();
}
