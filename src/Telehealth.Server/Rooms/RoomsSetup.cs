using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;
using Telehealth.Coordination;
using Telehealth.Media;

namespace Telehealth.Rooms;

internal static class RoomsSetup
{
    public static void AddRooms(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        AddOptions(services, builder.Environment.IsDevelopment());
        services.AddSingleton(provider => new RoomKey(KeyOf(provider.GetRequiredService<IOptions<RoomsOptions>>().Value)));
        services.AddSingleton(provider => new RoomPass(
            provider.GetRequiredService<RoomKey>().Bytes, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new NodeSeal(
            provider.GetRequiredService<RoomKey>().Bytes, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<TurnCredentials>();
        services.AddSingleton<RoomPlacement>();
        services.AddSingleton<RoomProbe>();
        services.AddHttpClient(RoomProbe.Client).RemoveAllLoggers().ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            ConnectTimeout = RoomProbe.Patience,
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
        });
        services.AddSingleton(provider => new RoomBus(provider.FindRedis()));
        services.AddSingleton(provider => new RoomOrders(
            provider.GetRequiredService<RoomRecords>(),
            provider.GetRequiredService<RoomBus>(),
            provider.GetService<RoomSeats>(),
            provider.GetRequiredService<TimeProvider>()));
        if (NodeAddresses.RoleOf(builder.Configuration) != NodeRole.Media)
        {
            AddEntrance(services);
        }

        if (NodeAddresses.RoleOf(builder.Configuration) != NodeRole.Web)
        {
            AddMedia(services);
        }
    }

    public static void MapRooms(this WebApplication app)
    {
        if (app.Services.GetService<RoomHost>() is not null)
        {
            // Anonymous: the pass given to Join is the credential, so that a media node needs no cookie.
            app.MapHub<RoomHub>(RoomEntrance.HubPath, options => options.AllowStatefulReconnects = true).AllowAnonymous();
            NodeRoutes.Map(app);
        }
    }

    private static void AddEntrance(IServiceCollection services)
    {
        services.AddSingleton(provider => new RoomFinder(
            provider.GetRequiredService<INodeLeases>(),
            provider.GetRequiredService<NodeWatch>(),
            provider.GetRequiredService<RoomProbe>(),
            provider.GetRequiredService<RoomPlacement>(),
            provider.GetService<RoomClaims>(),
            provider.GetRequiredService<ThisNode>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new RoomEntrance(
            provider.GetRequiredService<RoomPass>(),
            provider.GetRequiredService<TurnCredentials>(),
            provider.GetRequiredService<RoomFinder>(),
            provider.GetRequiredService<RoomPlacement>(),
            provider.GetRequiredService<RoomOrders>(),
            provider.GetRequiredService<ThisNode>()));
    }

    private static void AddMedia(IServiceCollection services)
    {
        services.AddSingleton<RoomHost>();
        services.AddSingleton<RoomClaims>();
        services.AddSingleton<RoomNotes>();
        services.AddSingleton<RoomSpares>();
        services.AddSingleton<RoomSeats>();
        services.AddSingleton<RoomMoves>();
        services.AddSingleton<RoomKeeper>();

        // Looked up late, because the seats in turn want to know the other nodes.
        services.AddSingleton<CountSeats>(provider => () => provider.GetRequiredService<RoomSeats>().Count());
        services.AddSingleton<EmptyNode>(provider => provider.GetRequiredService<RoomMoves>().UntilEmptyAsync);
        services.AddHostedService(provider => provider.GetRequiredService<RoomHost>());
        services.AddHostedService(provider => provider.GetRequiredService<RoomKeeper>());
        services.AddHostedService(provider => provider.GetRequiredService<RoomMoves>());
        services.AddHealthChecks().AddCheck<RoomHost>("media", tags: ["ready"]);
        services.AddSignalR()
            .AddHubOptions<RoomHub>(options => options.MaximumReceiveMessageSize = RoomLimits.MaxMessageBytes)
            .AddJsonProtocol(options =>
            {
                options.PayloadSerializerOptions.TypeInfoResolverChain.Insert(0, RoomsJson.Default);
                options.PayloadSerializerOptions.TypeInfoResolverChain.Add(new DefaultJsonTypeInfoResolver());
            });
    }

    private static void AddOptions(IServiceCollection services, bool isDevelopment)
    {
        services.AddOptions<MediaOptions>().BindConfiguration("Media")
            .Validate(options => options.UdpPort is >= 0 and <= 65535, "Media:UdpPort is no port.")
            .Validate(options => options.TcpPort is null or (>= 0 and <= 65535), "Media:TcpPort is no port.")
            .Validate(options => options.Threads is > 0 and <= 64, "Media:Threads is from 1 to 64.")
            .Validate(
                options => Math.Max(options.UdpPort, options.TcpPort ?? 0) + options.Threads - 1 <= 65535,
                "Media:UdpPort or Media:TcpPort leaves no room for the ports of the other threads.")
            .Validate(OpenPorts.Fit, OpenPorts.Refusal)
            .Validate(
                options => options.PublicAddresses.All(address => IPAddress.TryParse(address, out _)),
                "Media:PublicAddresses holds something that is no IP address.")
            .Validate(
                options => options is { MaxRooms: > 0, MaxSeatsPerRoom: > 0, MaxListenersPerRoom: >= 0, MaxTracksPerSeat: > 0, MaxPublishKbps: > 0 },
                "The limits in Media are above zero.")
            .ValidateOnStart();
        services.AddOptions<RoomsOptions>().BindConfiguration("Rooms")
            .Validate(
                options => options.HasGoodKey || (isDevelopment && options.PassKey.Length == 0),
                "Rooms:PassKey is base64 of at least 32 random bytes (openssl rand -base64 32), the same on all nodes.")
            .Validate<IOptions<CoordinationOptions>>(
                (options, coordination) => options.NodeUrl.Length > 0 || string.IsNullOrEmpty(coordination.Value.Redis),
                "Rooms:NodeUrl names this node when Coordination:Redis joins several.")
            .ValidateOnStart();
        services.AddOptions<TurnOptions>().BindConfiguration("Turn")
            .Validate(options => options.HasGoodUrls, "Turn:Urls holds something that begins neither with turns: nor with turn:.")
            .Validate(
                options => options.Relays.Count == 0 || options.Secret.Length >= TurnOptions.MinSecretLength,
                "Turn:Secret is at least 32 random characters (openssl rand -hex 32), the same as the relay's.")
            .Validate(options => options.CredentialMinutes is >= 1 and <= 10, "Turn:CredentialMinutes is 1 to 10.")
            .ValidateOnStart();
    }

    private static byte[] KeyOf(RoomsOptions options) =>
        options.PassKey.Length > 0
            ? Convert.FromBase64String(options.PassKey)
            : RandomNumberGenerator.GetBytes(RoomsOptions.MinKeyBytes);

    private sealed record RoomKey(byte[] Bytes);
}
