using Microsoft.Extensions.Options;
using Telehealth.Storage;
using Telehealth.Telemetry;

namespace Telehealth.Audit;

/// <summary>
/// What is to be written down of this scope: with the changes, in their transaction, or by <see cref="SaveAsync"/> where nothing
/// changes. An attempt that fails drops what was said for it; whoever tries again says it again.
/// </summary>
internal sealed partial class AuditTrail(
    IHttpContextAccessor http,
    IServiceScopeFactory scopes,
    IOptions<TelemetryOptions> telemetry,
    TimeProvider clock,
    ILogger<AuditTrail> logger)
{
    private readonly List<DatedEntry> _waiting = [];

    public void Add(AuditEntry entry)
    {
        var context = http.HttpContext;
        _waiting.Add(new DatedEntry(
            entry,
            entry.By ?? (context is null ? AuditWho.System : AuditWho.Of(context)),
            context is null ? AuditOrigin.Here : AuditOrigin.Of(context),
            telemetry.Value.NodeName is { Length: > 0 } name ? name : Environment.MachineName,
            clock.GetUtcNow()));
    }

    /// <summary>
    /// Writes what waits in a transaction of its own, on a connection of its own: what a refused handler left half changed stays
    /// unsaved. Whoever has opened a transaction saves instead.
    /// </summary>
    public async Task<Refusal?> SaveAsync(CancellationToken cancellation)
    {
        if (_waiting.Count == 0)
        {
            return null;
        }

        var entries = TakeAll();
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<TelehealthDb>();
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            await ChainWriter.WriteAsync(db, entries, cancellation);
            await transaction.CommitAsync(cancellation);
            AuditMeters.Written(entries.Length);
            return null;
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            return Failed(error);
        }
    }

    /// <summary>For <see cref="LastWords"/>.</summary>
    public Func<CancellationToken, Task>? Take(TelehealthDb db)
    {
        var entries = TakeAll();
        return entries.Length == 0 ? null : cancellation => WriteAsync(db, entries, cancellation);
    }

    private async Task WriteAsync(TelehealthDb db, DatedEntry[] entries, CancellationToken cancellation)
    {
        try
        {
            await ChainWriter.WriteAsync(db, entries, cancellation);
            AuditMeters.Written(entries.Length);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            throw new RefusedException(Failed(error));
        }
    }

    private Refusal Failed(Exception error)
    {
        AuditMeters.Failed();
        LogFailed(error.GetBaseException().Message);
        return AuditRefusals.Unavailable;
    }

    private DatedEntry[] TakeAll()
    {
        var entries = _waiting.ToArray();
        _waiting.Clear();
        return entries;
    }

    [LoggerMessage(LogLevel.Error, "The audit cannot be written: {Reason}")]
    private partial void LogFailed(string reason);
}
