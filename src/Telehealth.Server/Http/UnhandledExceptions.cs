using Microsoft.AspNetCore.Diagnostics;

namespace Telehealth.Http;

/// <summary>Last resort: an unreadable request becomes request.malformed, a bug becomes request.failed without any text.</summary>
internal sealed partial class UnhandledExceptions(ILogger<UnhandledExceptions> logger) : IExceptionHandler
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

        LogFailed(exception, httpContext.Request.Method, httpContext.GetEndpoint()?.DisplayName);
        await RefusalResults.WriteFailureAsync(httpContext);
        return true;
    }

    [LoggerMessage(LogLevel.Error, "{Method} {Endpoint} failed")]
    private partial void LogFailed(Exception exception, string method, string? endpoint);
}
