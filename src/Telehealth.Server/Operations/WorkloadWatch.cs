using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Telehealth.Consultations.Queue;
using Telehealth.Coordination;
using Telehealth.Directory;
using Telehealth.Storage;

namespace Telehealth.Operations;

/// <summary>What waits: patients by department, and facts in the outbox. Counts and times alone.</summary>
internal sealed class WorkloadWatch
{
    private readonly IServiceScopeFactory _scopes;
    private readonly IQueueStore _store;
    private readonly TimeProvider _clock;
    private Workload _read = new([], new OutboxBacklog(0, 0, null), null);

    public WorkloadWatch(IServiceScopeFactory scopes, IQueueStore store, IMeterFactory meters, TimeProvider clock)
    {
        (_scopes, _store, _clock) = (scopes, store, clock);
        var meter = meters.Create("Telehealth.Workload");
        meter.CreateObservableGauge("telehealth.queue.waiting", () => Of(queue => queue.Waiting), "{patient}", "Patients who wait, by department");
        meter.CreateObservableGauge(
            "telehealth.queue.oldest_wait", () => Of(queue => Age(queue.OldestAt)), "s", "Longest wait of one who still waits, by department");
        meter.CreateObservableGauge(
            "telehealth.consultations.in_progress", () => Of(queue => queue.InProgress), "{consultation}", "Consultations under way, by department");
        meter.CreateObservableGauge(
            "telehealth.queue.claims",
            () => Of(queue => queue.Claims ?? 0),
            "{patient}",
            "Patients whom a doctor is taking and whose row does not say so yet, by department");
        meter.CreateObservableGauge(
            "telehealth.queue.paused", () => Of(queue => queue.PausedUntil is null ? 0 : 1), description: "1 while a queue is paused, by department");
        meter.CreateObservableGauge("telehealth.outbox.waiting", () => _read.Outbox.Waiting, "{fact}", "Facts that wait for their handlers");
        meter.CreateObservableGauge("telehealth.outbox.failing", () => _read.Outbox.Failing, "{fact}", "Of those, tried in vain at least once");
        meter.CreateObservableGauge("telehealth.outbox.oldest", () => Age(_read.Outbox.OldestAt), "s", "Age of the oldest fact that waits");
    }

    public Workload Read => Volatile.Read(ref _read);

    public async Task LookAsync(CancellationToken cancellation)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TelehealthDb>();
        var loads = await QueueLoad.ReadAsync(db, _clock.GetUtcNow(), cancellation);
        var ids = loads.Select(load => load.DepartmentId).ToArray();
        var departments = await db.Set<Department>().AsNoTracking()
            .Where(department => ids.Contains(department.Id))
            .Join(
                db.Set<Institution>(),
                department => department.InstitutionId,
                institution => institution.Id,
                (department, institution) => new { department.Id, Department = department.Name, Institution = institution.Name })
            .ToDictionaryAsync(row => row.Id, cancellation);
        var (claims, away) = await _store.CountClaimsAsync(ids, cancellation);
        QueueLoadView[] queues = [.. loads.Select((load, at) => new QueueLoadView(
            load.DepartmentId,
            departments[load.DepartmentId].Department,
            departments[load.DepartmentId].Institution,
            load.Waiting,
            load.InProgress,
            load.OldestAt,
            away is null ? claims[at] : null,
            load.PausedUntil))];
        var outbox = await OutboxBacklog.ReadAsync(db, cancellation);
        Volatile.Write(ref _read, new Workload(queues, outbox, _clock.GetUtcNow()));
    }

    private double Age(DateTimeOffset? since) =>
        since is { } time ? Math.Max(0, Math.Round((_clock.GetUtcNow() - time).TotalSeconds, 1)) : 0;

    private IEnumerable<Measurement<double>> Of(Func<QueueLoadView, double> value) =>
        Read.Queues.Select(queue => new Measurement<double>(
            value(queue), new KeyValuePair<string, object?>("department", queue.Department.Zh)));

    internal sealed record Workload(IReadOnlyList<QueueLoadView> Queues, OutboxBacklog Outbox, DateTimeOffset? AsOf);
}
