using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Telehealth.Coordination;

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

    public IHubContext<PostHub> Hub => _app.Services.GetRequiredService<IHubContext<PostHub>>();

    public static async Task<PostOffice> OpenAsync(RedisServer redis)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseTestServer();
        builder.Services.AddRouting().AddLogging().AddSignalR();
        builder.Services.AddSingleton(redis.Connect());
        builder.Services.AddSingleton<HubLifetimeManager<PostHub>, RedisHubLifetimeManager<PostHub>>();
        var app = builder.Build();
        app.Use((context, next) =>
        {
            var name = new System.Security.Claims.Claim(ClaimTypes.NameIdentifier, context.Request.Query["user"].ToString());
            context.User = new ClaimsPrincipal(new ClaimsIdentity([name], "test"));
            return next(context);
        });
        app.MapHub<PostHub>("/post");
        await app.StartAsync();
        return new PostOffice(app);
    }

    public async Task<PostBox> ConnectAsync(string user = "somebody")
    {
        var sockets = _app.GetTestServer().CreateWebSocketClient();
        var hub = HubClient.Create(
            new Uri($"http://localhost/post?user={user}"), (uri, cancellation) => sockets.ConnectAsync(uri, cancellation));
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
    }

    public ConcurrentQueue<string> Letters { get; } = new();

    public string Id { get; private set; } = "";

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

    public async ValueTask DisposeAsync() => await _hub.DisposeAsync();
}
