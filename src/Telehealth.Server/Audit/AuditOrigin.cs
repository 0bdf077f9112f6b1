namespace Telehealth.Audit;

/// <summary>From where: all empty for what nobody asked for.</summary>
/// <param name="Device">What the browser calls itself.</param>
internal sealed record AuditOrigin(string? Address, string? Device)
{
    private const int LongestDevice = 200;

    public static readonly AuditOrigin Here = new(null, null);

    public static AuditOrigin Of(HttpContext context)
    {
        var device = context.Request.Headers.UserAgent.ToString();
        return new AuditOrigin(
            context.Connection.RemoteIpAddress?.ToString(),
            device.Length == 0 ? null : device[..Math.Min(device.Length, LongestDevice)]);
    }
}
