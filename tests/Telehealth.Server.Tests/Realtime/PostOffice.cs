using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Telehealth.Coordination;
using Telehealth.Identity;

namespace Telehealth.Realtime;

public sealed class PostHub : Hub
{
    public string Id() => Context.ConnectionId;
}

/// <summary>One of several nodes with a hub of their own, joined by Redis; the query names the user.</summary>
internal sealed class PostOffice : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PostOffice(WebApplication app) => _app = app;

    public FanOutLifetimeManager<PostHub> Lines => _app.Services.GetRequiredService<FanOutLifetimeManager<PostHub>>();

    public IHubContext<PostHub> Hub => _app.Services.GetRequiredService<IHubContext<PostHub>>();

    public static async Task<PostOffice> OpenAsync(RedisServer redis)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseTestServer();
        builder.Services.AddRouting().AddLogging().AddSignalR();
        builder.Services.AddSingleton(redis.Connect());
        builder.Services.AddSingleton<FanOutLifetimeManager<PostHub>>();
        builder.Services.AddSingleton<HubLifetimeManager<PostHub>>(provider => provider.GetRequiredService<FanOutLifetimeManager<PostHub>>());
        var app = builder.Build();
        app.Use((context, next) =>
        {
            var name = new System.Security.Claims.Claim(ClaimTypes.NameIdentifier, context.Request.Query["user"].ToString());
            var session = new System.Security.Claims.Claim(SessionClaims.Session, context.Request.Query["session"].ToString());
            context.User = new ClaimsPrincipal(new ClaimsIdentity([name, session], "test"));
            return next(context);
        });
        app.MapHub<PostHub>("/post");
        await app.StartAsync();
        var office = new PostOffice(app);
        await Wait.UntilAsync(() => office.Lines.IsLinked, "the node to hear the others");
        return office;
    }

    public async Task<PostBox> ConnectAsync(string user = "somebody", string session = "")
    {
        var sockets = _app.GetTestServer().CreateWebSocketClient();
        var hub = HubClient.Create(
            new Uri($"http://localhost/post?user={user}&session={session}"), (uri, cancellation) => sockets.ConnectAsync(uri, cancellation));
        return await PostBox.OpenAsync(hub);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}

internal sealed class PostBox : IAsyncDisposable
{
    private readonly HubConnection _hub;

    private PostBox(HubConnection hub)
    {
        _hub = hub;
        hub.On<string>("Letter", Letters.Enqueue);
        hub.On<bool>("LiveUpdatesDelayed", delayed => Notices.Enqueue($"delayed {delayed}"));
        hub.On<int>("ReadAgain", _ => Notices.Enqueue("read again"));
    }

    public ConcurrentQueue<string> Letters { get; } = new();

    /// <summary>What the node says about itself.</summary>
    public ConcurrentQueue<string> Notices { get; } = new();

    public string Id { get; private set; } = "";

    public bool IsConnected => _hub.State == HubConnectionState.Connected;

    public static async Task<PostBox> OpenAsync(HubConnection hub)
    {
        var box = new PostBox(hub);
        await hub.StartAsync();

        // The answer comes after OnConnectedAsync, from when on the node listens for this connection.
        box.Id = await hub.InvokeAsync<string>("Id");
        return box;
    }

    public Task GetsAsync(string letter) =>
        Wait.UntilAsync(() => Letters.Contains(letter), $"letter \"{letter}\"; there are: {string.Join(", ", Letters)}");

    public Task IsToldAsync(string notice) =>
        Wait.UntilAsync(() => Notices.Contains(notice), $"notice \"{notice}\"; there are: {string.Join(", ", Notices)}");

    public async ValueTask DisposeAsync() => await _hub.DisposeAsync();
}
