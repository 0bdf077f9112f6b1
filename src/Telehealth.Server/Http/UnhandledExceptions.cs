using Microsoft.AspNetCore.Diagnostics;

namespace Telehealth.Http;

/// <summary>Last resort: an unreadable request becomes request.malformed, something that is away its own refusal, a bug request.failed
/// without any text.</summary>
internal sealed partial class UnhandledExceptions(IEnumerable<KnownOutage> outages, ILogger<UnhandledExceptions> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is BadHttpRequestException unreadable)
        {
            await RefusalResults.WriteUnreadableAsync(httpContext, unreadable.StatusCode);
            return true;
        }

        if (exception is RefusedException refused)
        {
            await RefusalResults.WriteAsync(httpContext, refused.Refusal);
            return true;
        }

        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            return true;
        }

        if (outages.Select(explain => explain(exception)).FirstOrDefault(known => known is not null) is { } away)
        {
            LogAway(httpContext.Request.Method, httpContext.GetEndpoint()?.DisplayName, away.Code, exception.GetBaseException().Message);
            await RefusalResults.WriteAsync(httpContext, away);
            return true;
        }

        LogFailed(exception, httpContext.Request.Method, httpContext.GetEndpoint()?.DisplayName);
        await RefusalResults.WriteFailureAsync(httpContext);
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "{Method} {Endpoint} was refused ({Code}): {Reason}")]
    private partial void LogAway(string method, string? endpoint, string code, string reason);

    [LoggerMessage(LogLevel.Error, "{Method} {Endpoint} failed")]
    private partial void LogFailed(Exception exception, string method, string? endpoint);
}
