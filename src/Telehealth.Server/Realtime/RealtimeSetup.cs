using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Telehealth.Coordination;
using Telehealth.Identity;
using Telehealth.Rooms;

namespace Telehealth.Realtime;

internal static class RealtimeSetup
{
    public const string ClinicHubPath = "/hubs/clinic";

    private const long MaxMessageBytes = 32 * 1024;

    /// <summary>What every hub of ours has, also in a process without the clinic's.</summary>
    public static void AddHubs(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<RealtimeOptions>().BindConfiguration("Realtime").ValidateDataAnnotations().ValidateOnStart();
        services.AddSignalR(Configure).AddJsonProtocol(options => Configure(options.PayloadSerializerOptions));
        services.AddSingleton<IHubProtocol, RefusalHubProtocol>();

        // SignalR calls every refusal an error, which would let anybody fill the log; RefusalHubFilter logs what is one.
        builder.Logging.AddFilter("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher", LogLevel.None);
    }

    public static void AddRealtime(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(provider => new FanOutLifetimeManager<ClinicHub>(
            provider.HasRedis() ? provider.GetRequiredService<RedisConnection>() : null,
            provider.GetRequiredService<IHubProtocolResolver>(),
            provider.GetRequiredService<ILogger<FanOutLifetimeManager<ClinicHub>>>()));
        services.AddSingleton<HubLifetimeManager<ClinicHub>>(provider => provider.GetRequiredService<FanOutLifetimeManager<ClinicHub>>());
        services.AddSingleton(provider => new LiveSessions(provider.GetRequiredService<FanOutLifetimeManager<ClinicHub>>()));
        services.AddSingleton(provider => new LiveAccess(
            provider.GetRequiredService<FanOutLifetimeManager<ClinicHub>>(),
            provider.GetRequiredService<RoomOrders>(),
            provider.GetRequiredService<FindHeldSeats>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IMeterFactory>()));
        services.AddSingleton<FindHeldSeats>((_, _, _) => Task.FromResult<IReadOnlyList<HeldSeat>>([]));
        services.AddSingleton<CountConnections>(provider =>
            () => provider.GetRequiredService<FanOutLifetimeManager<ClinicHub>>().Connections);
        services.AddSingleton<HubAdmission>();
        services.AddSingleton<HubSocket>();
        services.AddSingleton<HubFarewell>();
        services.AddSingleton<EmptyNode>(provider => provider.GetRequiredService<HubFarewell>().EmptyAsync);
        services.AddSingleton<MayWatchDepartment>((_, _, _) => Task.FromResult(false));
        services.AddSingleton<MayWatchPresence>((_, _, _) => Task.FromResult(false));
        services.AddSingleton<ReadLoads>((_, _) => Task.FromResult<IReadOnlyList<(Guid, int, int)>>([]));
        services.AddSingleton<OpenConsultation>((_, _, _) => Task.FromResult<long?>(null));
        services.AddSingleton(provider => new ClinicNotifications(
            () => provider.GetRequiredService<IHubContext<ClinicHub, IClinicClient>>().Clients,
            provider.GetRequiredService<ILogger<ClinicNotifications>>()));
        services.AddHostedService(provider => provider.GetRequiredService<ClinicNotifications>());
        services.AddSingleton<PresenceArrivals>();
        services.AddHostedService(provider => provider.GetRequiredService<PresenceArrivals>());
        services.AddSingleton<ClinicPresence>();
        services.AddHostedService<PresenceSweep>();
    }

    public static void MapRealtime(this WebApplication app)
    {
        app.Use((HttpContext context, RequestDelegate next) =>
            context.RequestServices.GetRequiredService<HubAdmission>().AdmitAsync(context, next));
        app.Use(app.Services.GetRequiredService<HubSocket>().LightenAsync);
        app.MapHub<ClinicHub>(ClinicHubPath, options =>
        {
            options.AllowStatefulReconnects = true;
            options.TransportMaxBufferSize = HubLine.TransportBufferBytes;
        }).RequireAuthorization(Policies.Participant);

        // Registered last, hence called first: before SignalR ends the connections.
        var farewell = app.Services.GetRequiredService<HubFarewell>();
        app.Lifetime.ApplicationStarted.Register(() => app.Lifetime.ApplicationStopping.Register(farewell.SayAtTheEnd));
    }

    private static void Configure(HubOptions options)
    {
        options.MaximumReceiveMessageSize = MaxMessageBytes;

        // Calls of one connection run one after the other: their order is their meaning.
        options.MaximumParallelInvocationsPerClient = 1;

        // Five seconds and three missed: a doctor learns quickly that signalling is gone. Media has its own liveness.
        options.KeepAliveInterval = TimeSpan.FromSeconds(5);
        options.ClientTimeoutInterval = TimeSpan.FromSeconds(15);
        options.StatefulReconnectBufferSize = HubLine.TransportBufferBytes;
        options.AddFilter<RefusalHubFilter>();
        options.AddFilter<CallBudgetFilter>();
    }

    /// <summary>Unknown members are allowed, so that an older server understands a newer page; everything else is strict.</summary>
    private static void Configure(JsonSerializerOptions json)
    {
        json.MaxDepth = 16;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
    }
}
