namespace Telehealth.Realtime;

internal static class RealtimeSetup
{
    public static void AddRealtime(this WebApplicationBuilder builder)
    {
        _ = builder;
    }

    public static void MapRealtime(this WebApplication app)
    {
        _ = app;
    }
}
