using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace Telehealth.Realtime;

/// <summary>Each connection spends from its own budget of calls, so one that floods harms nobody else.</summary>
internal sealed class CallBudgetFilter(IOptions<RealtimeOptions> options) : IHubFilter
{
    public Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        context.Context.Items[typeof(CallBudget)] = new CallBudget(options.Value.CallBurst, options.Value.CallsPerSecond);
        return next(context);
    }

    public ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var budget = (CallBudget)invocationContext.Context.Items[typeof(CallBudget)]!;
        return budget.TrySpend(TimeProvider.System.GetTimestamp())
            ? next(invocationContext)
            : throw new RefusedException(RealtimeRefusals.TooManyCalls);
    }
}

/// <summary>A token bucket. Calls of one connection come one after the other, so it needs no lock.</summary>
internal sealed class CallBudget(int burst, int perSecond)
{
    private double _left = burst;
    private long _countedAt;

    public bool TrySpend(long timestamp)
    {
        if (_countedAt != 0)
        {
            var elapsed = TimeProvider.System.GetElapsedTime(_countedAt, timestamp);
            _left = Math.Min(burst, _left + (elapsed.TotalSeconds * perSecond));
        }

        _countedAt = timestamp;
        if (_left < 1)
        {
            return false;
        }

        _left--;
        return true;
    }
}
