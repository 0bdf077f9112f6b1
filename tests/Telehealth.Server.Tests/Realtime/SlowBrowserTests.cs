using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Telehealth.Realtime;

/// <summary>Over real sockets, because it is their buffers that fill.</summary>
public sealed class SlowBrowserTests : IAsyncLifetime
{
    private const int LetterBytes = 16 * 1024;
    private const int MostLetters = 3000;
    private readonly WebApplication _app = Build();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private FanOutLifetimeManager<PostHub> Lines => _app.Services.GetRequiredService<FanOutLifetimeManager<PostHub>>();

    public async ValueTask InitializeAsync() => await _app.StartAsync(Cancellation);

    [Fact]
    public async Task A_browser_that_does_not_read_is_cut_and_the_others_hear_everything()
    {
        using var slow = await ConnectAsync();
        using var quick = await ConnectAsync();
        using var heard = new SemaphoreSlim(0);
        var reading = ReadAsync(quick, heard);
        await Wait.UntilAsync(() => Lines.Connections == 2, "both to be connected");
        var letter = new string('x', LetterBytes);

        for (var letters = 0; Lines.Connections == 2 && letters < MostLetters; letters++)
        {
            await Lines.SendAllAsync("Letter", [letter], Cancellation);
            Assert.True(await heard.WaitAsync(TimeSpan.FromSeconds(15), Cancellation), $"The quick one did not hear letter {letters}.");
        }

        await Wait.UntilAsync(() => Lines.Connections == 1, "the slow one to be cut");
        quick.Abort();
        await Assert.ThrowsAnyAsync<Exception>(() => reading);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static async Task ReadAsync(WebSocket socket, SemaphoreSlim heard)
    {
        var buffer = new byte[64 * 1024];
        var tail = "";
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), Cancellation);
            var frames = (tail + Encoding.UTF8.GetString(buffer, 0, received.Count)).Split('\u001e');
            foreach (var _ in frames[..^1].Where(frame => frame.Contains("\"Letter\"", StringComparison.Ordinal)))
            {
                heard.Release();
            }

            tail = frames[^1];
        }
    }

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore().AddLogging().AddSignalR();
        builder.Services.AddSingleton(provider => new FanOutLifetimeManager<PostHub>(
            null, provider.GetRequiredService<IHubProtocolResolver>(), NullLogger<FanOutLifetimeManager<PostHub>>.Instance));
        builder.Services.AddSingleton<HubLifetimeManager<PostHub>>(provider => provider.GetRequiredService<FanOutLifetimeManager<PostHub>>());
        var app = builder.Build();
        app.UseRouting();
        app.MapHub<PostHub>("/post", options => options.TransportMaxBufferSize = HubLine.TransportBufferBytes);
        return app;
    }

    private async Task<ClientWebSocket> ConnectAsync()
    {
        var address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri(address.Replace("http", "ws", StringComparison.Ordinal) + "/post"), Cancellation);
        await socket.SendAsync("{\"protocol\":\"json\",\"version\":1}\u001e"u8.ToArray(), WebSocketMessageType.Text, true, Cancellation);
        return socket;
    }
}
