using System.Diagnostics;

namespace Telehealth.Http;

/// <summary>The only place that knows which status number a refusal is.</summary>
internal static class RefusalResults
{
    /// <summary>What is away heals by itself; whoever asks again much sooner only asks in vain.</summary>
    private const string RetryAfterSeconds = "2";

    public static Task WriteAsync(HttpContext context, Refusal refusal) =>
        WriteAsync(context, StatusOf(refusal.Kind), refusal);

    public static Task WriteInvalidAsync(HttpContext context, IReadOnlyDictionary<string, string[]> errors) =>
        WriteAsync(
            context,
            StatusCodes.Status422UnprocessableEntity,
            new Refusal(RefusalKind.Invalid, HttpRefusals.InvalidCode),
            errors);

    /// <summary>The request could not even be read: not JSON, an unknown member, a word that is no enum member.</summary>
    public static Task WriteUnreadableAsync(HttpContext context, int status)
    {
        var refusal = status == StatusCodes.Status413PayloadTooLarge
            ? HttpRefusals.TooLarge(BodyLimit.Of(context))
            : HttpRefusals.Malformed;
        return WriteAsync(context, status, refusal);
    }

    public static Task WriteFailureAsync(HttpContext context) =>
        WriteAsync(context, StatusCodes.Status500InternalServerError, HttpRefusals.Failed);

    /// <summary>Gives a body to the bare statuses that the framework itself answers (no such route, wrong method).</summary>
    public static Task WriteBareStatusAsync(HttpContext context)
    {
        var status = context.Response.StatusCode;
        var refusal = status == StatusCodes.Status404NotFound ? HttpRefusals.NotFound : HttpRefusals.Malformed;
        return WriteAsync(context, status, refusal);
    }

    private static async Task WriteAsync(
        HttpContext context, int status, Refusal refusal, IReadOnlyDictionary<string, string[]>? errors = null)
    {
        if (context.Response.HasStarted)
        {
            return;
        }

        var traceId = Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;
        context.Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
        }

        var problem = new Problem(
            Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status),
            status,
            refusal.Code,
            traceId,
            refusal.Details,
            errors);
        await context.Response.WriteAsJsonAsync(
            problem, options: null, contentType: "application/problem+json", context.RequestAborted);
    }

    private static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => StatusCodes.Status422UnprocessableEntity,
        RefusalKind.SignInRequired => StatusCodes.Status401Unauthorized,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        RefusalKind.Gone => StatusCodes.Status410Gone,
        RefusalKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        RefusalKind.TooMany => StatusCodes.Status429TooManyRequests,
        RefusalKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A refusal of an unknown kind."),
    };
}
