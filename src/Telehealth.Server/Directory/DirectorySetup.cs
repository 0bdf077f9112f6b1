using Telehealth.Realtime;
using Telehealth.Storage;

namespace Telehealth.Directory;

internal static class DirectorySetup
{
    public static void AddDirectory(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<Accounts.OpenSessions>();
        builder.Services.AddScoped<Accounts.Entrance>();
        builder.Services.AddScoped<Accounts.AuthenticatorDesk>();
        builder.Services.AddSingleton(new DemoSeed(Demo.DemoConsortium.PlantAsync, Demo.DemoConsortium.RefuseAsync));
        builder.Services.AddScoped<ConsortiumRules>();
        builder.Services.AddSingleton<MayWatchPresence>(provider =>
        {
            var scopes = provider.GetRequiredService<IServiceScopeFactory>();
            return (user, departmentIds, cancellation) => FindSpecialists.MayWatchAsync(scopes, user, departmentIds, cancellation);
        });
    }

    public static void MapDirectory(this WebApplication app)
    {
        DirectoryRoutes.Map(app);
        Accounts.AccountRoutes.Map(app);
        if (app.Environment.IsDevelopment())
        {
            Demo.DemoRoutes.Map(app);
            Demo.DemoGreeting.ShowWhenStarted(app);
        }
    }
}
