using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Telehealth.Coordination;

/// <summary>Healthy when Redis answers, or when one node needs none.</summary>
internal sealed class CoordinationHealth(RedisConnection? redis) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (redis is null)
        {
            return HealthCheckResult.Healthy();
        }

        var (_, refusal) = await redis.RunAsync(database => database.KeyExistsAsync(RedisKeys.Presence[0]), cancellationToken);
        return refusal is null ? HealthCheckResult.Healthy() : new HealthCheckResult(context.Registration.FailureStatus, refusal.Code);
    }
}
