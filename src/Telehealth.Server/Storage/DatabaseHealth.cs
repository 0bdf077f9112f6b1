using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Telehealth.Storage;

/// <summary>Ready only when the database answers a question about our own tables.</summary>
internal sealed class DatabaseHealth(TelehealthDb db) : IHealthCheck
{
    private static readonly TimeSpan _longestAnswer = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await db.Set<OutboxRow>().AnyAsync(cancellationToken).WaitAsync(_longestAnswer, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, exception: exception);
        }
    }
}
