using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Telehealth.Coordination;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

/// <summary>The estimates of every line of every department, from the rows. Read now and then, not for each patient who looks.</summary>
internal sealed class WaitEstimates(IServiceScopeFactory scopes, QueuePolicy policy, TimeProvider clock)
{
    private const int MostVisits = 1000;
    private static readonly TimeSpan _historyKept = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan _activityKept = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _span = TimeSpan.FromDays(28);
    private static readonly TimeSpan _day = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<(Guid Department, Guid? Doctor), Kept<WaitHistory>> _histories = new();
    private readonly ConcurrentDictionary<(Guid Department, Guid? Doctor), Kept<LineActivity>> _activities = new();

    /// <param name="doctorId">Of whom the line is; null for the one of the department.</param>
    public async Task<WaitEstimate> FindAsync(
        Guid departmentId, Guid? doctorId, int urgency, int ahead, CancellationToken cancellation)
    {
        var line = (departmentId, doctorId);
        var now = clock.GetUtcNow();
        var history = await KeptAsync(_histories, line, _historyKept, async () =>
            WaitHistory.Of(policy, await ReadAsync(line, now - _span)), cancellation);
        var activity = await KeptAsync(_activities, line, _activityKept, async () =>
            LineActivity.At(now, await ReadAsync(line, now - _day)), cancellation);
        return history.Estimate(urgency, ahead, activity);
    }

    /// <summary>However many look at once, one reads; it reads for all of them, so nobody's leaving ends it.</summary>
    private async Task<T> KeptAsync<T>(
        ConcurrentDictionary<(Guid, Guid?), Kept<T>> all,
        (Guid, Guid?) line,
        TimeSpan lifetime,
        Func<Task<T>> read,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var kept = all.AddOrUpdate(
            line,
            _ => new Kept<T>(now, new Lazy<Task<T>>(read)),
            (_, old) => now - old.At < lifetime ? old : new Kept<T>(now, new Lazy<Task<T>>(read)));
        try
        {
            return await kept.Value.Value.WaitAsync(cancellation);
        }
        catch when (kept.Value.Value.IsFaulted)
        {
            all.TryRemove(KeyValuePair.Create(line, kept));
            throw;
        }
    }

    private async Task<List<PastWait>> ReadAsync((Guid Department, Guid? Doctor) line, DateTimeOffset since)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TelehealthDb>();
        return await db.Set<Consultation>()
            .Where(visit => visit.DepartmentId == line.Department
                && visit.NamedDoctorId == line.Doctor
                && visit.StartedAt >= since
                && visit.QueuedAt != null
                && visit.DoctorPractitionerId != null)
            .OrderByDescending(visit => visit.StartedAt)
            .Take(MostVisits)
            .Select(visit => new PastWait(
                visit.DoctorPractitionerId!.Value, visit.Urgency, visit.QueuedAt!.Value, visit.StartedAt!.Value, visit.EndedAt))
            .ToListAsync();
    }

    private sealed record Kept<T>(DateTimeOffset At, Lazy<Task<T>> Value);
}
