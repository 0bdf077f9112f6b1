using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Telehealth.Telemetry.History;

namespace Telehealth.Telemetry;

internal static class TelemetrySetup
{
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<TelemetryOptions>()
            .BindConfiguration(TelemetryOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<HistoryLog>();
        builder.Services.AddHostedService<TelemetryExport>();
        builder.Services.AddHealthChecks();
        builder.Services.AddSingleton<RecentFailures>();
        builder.Services.AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<RecentFailures>());
        builder.Logging.AddFilter<RecentFailures>(null, LogLevel.Warning);

        // Whoever asks tells what changed; a dependency that is away would else fill the log with every question.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        if (!builder.Environment.IsDevelopment())
        {
            builder.Logging.ClearProviders().AddJsonConsole(console => console.UseUtcTimestamp = true);
        }
    }

    public static void UseTelemetry(this WebApplication app) => app.Use(ServerSpans.NameAsync);

    /// <summary>Live: the process answers. Ready: everything answers that it needs (each folder adds its own check).</summary>
    public static void MapTelemetry(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync })
            .AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(new
        {
            report.Status,
            Checks = report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Status),
        });
}
