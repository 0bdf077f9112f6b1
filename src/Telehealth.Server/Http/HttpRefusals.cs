namespace Telehealth.Http;

/// <summary>How the front door itself says no.</summary>
internal static class HttpRefusals
{
    public const string InvalidCode = "request.invalid";
    public const string MalformedCode = "request.malformed";

    public static readonly Refusal Malformed = new(RefusalKind.Invalid, MalformedCode);
    public static readonly Refusal MissingHeader = new(RefusalKind.Forbidden, "request.missing_header");
    public static readonly Refusal ForeignOrigin = new(RefusalKind.Forbidden, "request.foreign_origin");
    public static readonly Refusal NotFound = new(RefusalKind.NotFound, "request.not_found");
    public static readonly Refusal Failed = new(RefusalKind.Unavailable, "request.failed");

    public static Refusal TooLarge(long maximumBytes) =>
        new(RefusalKind.TooLarge, "request.too_large", new Dictionary<string, object?> { ["maximumBytes"] = maximumBytes });

    public static Refusal TooMany(int retryAfterSeconds) =>
        new(RefusalKind.TooMany, "request.too_many", new Dictionary<string, object?> { ["retryAfterSeconds"] = retryAfterSeconds });
}
