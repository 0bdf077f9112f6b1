using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Telehealth.Coordination;

internal static class CoordinationSetup
{
    public static void AddCoordination(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<CoordinationOptions>().BindConfiguration("Coordination")
            .Validate(options => IsReadable(options.Redis), "Coordination:Redis is not a StackExchange.Redis connection string.")
            .Validate(
                options => !string.IsNullOrEmpty(options.Redis) || NodeAddresses.RoleOf(builder.Configuration) == NodeRole.All,
                "Coordination:Redis joins processes of the roles web and media.")
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<WaitingRows>((_, _) => Task.FromResult<IReadOnlyList<QueueEntry>>([]));
        services.AddSingleton(provider => new RedisConnection(
            provider.GetRequiredService<IOptions<CoordinationOptions>>().Value.Redis!,
            provider.GetRequiredService<ILogger<RedisConnection>>()));
        services.AddSingleton(new StoreClock());
        services.AddSingleton<QueueRebuilds>();
        services.AddSingleton<IQueueStore>(provider => provider.HasRedis()
            ? ActivatorUtilities.CreateInstance<RedisQueueStore>(provider)
            : ActivatorUtilities.CreateInstance<MemoryQueueStore>(provider));
        services.AddSingleton<IPresenceStore>(provider => provider.HasRedis()
            ? ActivatorUtilities.CreateInstance<RedisPresenceStore>(provider)
            : ActivatorUtilities.CreateInstance<MemoryPresenceStore>(provider));
        services.AddSingleton<INodeLeases>(provider => provider.HasRedis()
            ? ActivatorUtilities.CreateInstance<RedisNodeLeases>(provider)
            : ActivatorUtilities.CreateInstance<MemoryNodeLeases>(provider));
        services.AddSingleton(provider => new RoomRecords(provider.FindRedis()));
        services.AddSingleton<INodeRegistry>(provider => provider.HasRedis()
            ? ActivatorUtilities.CreateInstance<RedisNodeRegistry>(provider)
            : ActivatorUtilities.CreateInstance<MemoryNodeRegistry>(provider));
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            "coordination", CreateHealthCheck, HealthStatus.Unhealthy, ["ready"]));
        AddThisNode(builder);
    }

    /// <summary>Null in a process alone.</summary>
    public static RedisConnection? FindRedis(this IServiceProvider services) =>
        services.HasRedis() ? services.GetRequiredService<RedisConnection>() : null;

    /// <summary>Whether several nodes share their state.</summary>
    public static bool HasRedis(this IServiceProvider services) =>
        !string.IsNullOrEmpty(services.GetRequiredService<IOptions<CoordinationOptions>>().Value.Redis);

    private static CoordinationHealth CreateHealthCheck(IServiceProvider services) =>
        new CoordinationHealth(services.FindRedis());

    private static void AddThisNode(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<NodesOptions>().BindConfiguration("Nodes").ValidateDataAnnotations()
            .Validate(
                options => options.InternalUrl.Length == 0
                    || (Uri.TryCreate(options.InternalUrl, UriKind.Absolute, out var url) && (url.Scheme is "http" or "https")),
                "Nodes:InternalUrl is no address such as http://server-1:8080.")
            .ValidateOnStart();
        services.AddSingleton(provider => NodeAddresses.Describe(provider, builder.Configuration));
        services.AddSingleton<CountSeats>(() => (0, 0));
        services.AddSingleton<CountConnections>(() => 0);
        services.AddSingleton<ListFailures>(() => []);
        services.AddSingleton<NodeWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<NodeWatch>());
        services.AddSingleton<IHostLifetime, NodeShutdown>();

        // With the time for emptying before it still less than what a container is given to end.
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
        services.AddHealthChecks().AddCheck<DrainHealth>("draining", tags: ["ready"]);
    }

    private static bool IsReadable(string? connectionString)
    {
        try
        {
            return string.IsNullOrEmpty(connectionString) || ConfigurationOptions.Parse(connectionString).EndPoints.Count > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
