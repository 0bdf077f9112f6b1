namespace Telehealth.Realtime;

internal static class RealtimeSetup
{
    public static void AddRealtime(this WebApplicationBuilder builder)
    {
        builder.Services.AddSignalR();
        builder.Services.AddSingleton<MayWatchDepartment>((_, _, _) => Task.FromResult(false));
        builder.Services.AddSingleton<OpenConsultation>((_, _, _) => Task.FromResult<long?>(null));
        builder.Services.AddSingleton<ClinicNotifications>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ClinicNotifications>());
    }

    public static void MapRealtime(this WebApplication app)
    {
        _ = app;
    }
}
