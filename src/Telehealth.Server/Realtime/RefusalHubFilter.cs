using Microsoft.AspNetCore.SignalR;

namespace Telehealth.Realtime;

/// <summary>Says no in one way at both hubs: <c>refusal:{code}</c>. Nothing else throws <see cref="HubException"/>.</summary>
internal sealed partial class RefusalHubFilter(IEnumerable<KnownOutage> outages, ILogger<RefusalHubFilter> log) : IHubFilter
{
    public const string Prefix = "refusal:";

    public static HubException Exception(Refusal refusal) => new(Prefix + refusal.Code);

    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        if (invocationContext.HubMethodArguments.Contains(null))
        {
            // No hub method takes null, and the serializer checks only what stands inside an argument.
            throw Exception(RealtimeRefusals.Malformed);
        }

        try
        {
            return await next(invocationContext);
        }
        catch (RefusedException refused)
        {
            throw Exception(refused.Refusal);
        }
        catch (OperationCanceledException) when (invocationContext.Context.ConnectionAborted.IsCancellationRequested)
        {
            throw Exception(RealtimeRefusals.ServerError);
        }
        catch (Exception error)
        {
            if (outages.Select(explain => explain(error)).FirstOrDefault(known => known is not null) is { } away)
            {
                LogAway(invocationContext.HubMethodName, away.Code, error.GetBaseException().Message);
                throw Exception(away);
            }

            LogFailed(error, invocationContext.HubMethodName);
            throw Exception(RealtimeRefusals.ServerError);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Hub method {Method} was refused ({Code}): {Reason}")]
    private partial void LogAway(string method, string code, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Hub method {Method} failed")]
    private partial void LogFailed(Exception error, string method);
}
