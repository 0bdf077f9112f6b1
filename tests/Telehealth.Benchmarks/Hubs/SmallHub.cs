using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Telehealth.Coordination;
using Telehealth.Realtime;

namespace Telehealth.Benchmarks.Hubs;

/// <summary>What a small hub is started as.</summary>
/// <param name="Redis">Joined to others by our fan-out; empty: the framework's own, alone.</param>
internal sealed record SmallHubOrder(int Port, string Redis);

/// <summary>A hub and nothing else, with the ping settings of the product: what the framework costs by itself.</summary>
internal sealed class SmallHub : Hub
{
    private const string Everybody = "everybody";

    public override Task OnConnectedAsync() => Context.GetHttpContext()!.Request.Query.ContainsKey("talks")
        ? Task.CompletedTask
        : Groups.AddToGroupAsync(Context.ConnectionId, Everybody);

    public void Heartbeat() => Context.Items[nameof(Heartbeat)] = true;

    public Task Say(string words) => Clients.Group(Everybody).SendAsync("Said", words);

    public static async Task<int> RunAsync(string json)
    {
        var order = JsonSerializer.Deserialize<SmallHubOrder>(json)!;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{order.Port}");
        builder.Services.AddRoutingCore().AddLogging().AddSignalR(options =>
        {
            options.KeepAliveInterval = TimeSpan.FromSeconds(5);
            options.ClientTimeoutInterval = TimeSpan.FromSeconds(15);
        });
        if (order.Redis.Length > 0)
        {
            builder.Services.AddSingleton(new RedisConnection(order.Redis, NullLogger<RedisConnection>.Instance));
            builder.Services.AddSingleton<HubLifetimeManager<SmallHub>, FanOutLifetimeManager<SmallHub>>();
        }

        await using var app = builder.Build();
        app.UseRouting();
        app.MapHub<SmallHub>("/small");
        await app.StartAsync();
        await Console.Out.WriteLineAsync("ready");
        await Console.Out.FlushAsync();
        await Console.In.ReadLineAsync();
        return 0;
    }
}
