namespace Telehealth.Operations;

internal static class OperationsSetup
{
    public static void AddOperations(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<NodeRoll>();
        services.AddSingleton<DependencyWatch>();
        services.AddSingleton<WorkloadWatch>();
        services.AddSingleton<OperationsWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<OperationsWatch>());
    }

    public static void MapOperations(this WebApplication app) => OperationsRoutes.Map(app);
}
