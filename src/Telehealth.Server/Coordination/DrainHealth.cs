using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Telehealth.Coordination;

/// <summary>A node that is being emptied wants no new visitors; those it has are served.</summary>
internal sealed class DrainHealth(ThisNode self) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(self.IsDraining
            ? new HealthCheckResult(context.Registration.FailureStatus, "This node is being emptied.")
            : HealthCheckResult.Healthy());
}
