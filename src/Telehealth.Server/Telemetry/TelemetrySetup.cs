namespace Telehealth.Telemetry;

internal static class TelemetrySetup
{
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        _ = builder;
    }

    public static void MapTelemetry(this WebApplication app)
    {
        _ = app;
    }
}
