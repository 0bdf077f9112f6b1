using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Telehealth.Http;

/// <summary>How often one address may try what could be guessed. A hospital's doctors share one address, so the numbers are not tiny.</summary>
public sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    [Range(1, 1_000_000)]
    public int SignInsPerMinute { get; init; } = 30;

    [Range(1, 1_000_000)]
    public int InvitationTriesPerMinute { get; init; } = 30;
}

internal static class RateLimits
{
    public const string SignIn = "sign-in";
    public const string Invitation = "invitation";

    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<RateLimitOptions>()
            .BindConfiguration(RateLimitOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.OnRejected = static (rejected, _) => RejectAsync(rejected);
            limiter.AddPolicy(SignIn, context => PerMinute(context, options => options.SignInsPerMinute));
            limiter.AddPolicy(Invitation, context => PerMinute(context, options => options.InvitationTriesPerMinute));
        });
    }

    private static async ValueTask RejectAsync(OnRejectedContext rejected)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
        var seconds = (int)Math.Ceiling(wait.TotalSeconds);
        rejected.HttpContext.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await RefusalResults.WriteAsync(rejected.HttpContext, HttpRefusals.TooMany(seconds));
    }

    private static RateLimitPartition<string> PerMinute(HttpContext context, Func<RateLimitOptions, int> limit)
    {
        var permits = limit(context.RequestServices.GetRequiredService<IOptions<RateLimitOptions>>().Value);
        return RateLimitPartition.GetFixedWindowLimiter(
            Neighbourhood(context.Connection.RemoteIpAddress),
            _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = TimeSpan.FromMinutes(1) });
    }

    /// <summary>One household or host owns a whole IPv6 /64, so that is what counts as one address.</summary>
    private static string Neighbourhood(IPAddress? address)
    {
        if (address is null)
        {
            return "unknown";
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily == AddressFamily.InterNetwork
            ? plain.ToString()
            : Convert.ToHexString(plain.GetAddressBytes().AsSpan(0, 8));
    }
}
