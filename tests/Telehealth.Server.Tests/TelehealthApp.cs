using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Telehealth.Coordination;

namespace Telehealth;

/// <summary>The whole server in memory with a database, a clock and files of its own; tests talk to it as visitors.</summary>
public class TelehealthApp : WebApplicationFactory<Program>
{
    private const string DemoPassword = "telehealth-demo";
    private readonly ConditionalWeakTable<HttpClient, CookieJar> _jars = [];
    private readonly Lazy<TestDatabase> _own = new(() => new TestDatabase());

    /// <summary>Configuration of this app alone ("RateLimits:SignInsPerMinute").</summary>
    public Dictionary<string, string?> Settings { get; init; } = [];

    /// <summary>Given when the app is a second node, or is started again on the same truth.</summary>
    public TestDatabase? SharedDatabase { get; init; }

    public ManualClock Clock { get; init; } = new();

    /// <summary>By which nodes end what they share; <see cref="Clock"/> unless the test gives another one, or none for Redis' own.</summary>
    internal StoreClock? StoreClock { get; init; }

    /// <summary>Stands in for the built web client.</summary>
    public string WebRoot => Path.Combine(Database.Folder, "wwwroot");

    /// <summary>Services of the test's own, such as a handler that fails; set before the first request.</summary>
    public Action<IServiceCollection>? AddServices { get; init; }

    private TestDatabase Database => SharedDatabase ?? _own.Value;

    /// <summary>A browser without a session, with a cookie jar of its own.</summary>
    public HttpClient AnonymousClient()
    {
        var jar = new CookieJar(Server.CreateHandler());
        var client = new HttpClient(jar) { BaseAddress = new Uri("http://localhost") };
        client.DefaultRequestHeaders.Add("X-Telehealth", "1");
        _jars.Add(client, jar);
        return client;
    }

    public async Task<HttpClient> SignInAsync(string userName, string password = DemoPassword)
    {
        var client = AnonymousClient();
        using var response = await client.PostAsJsonAsync("/api/session", new { userName, password });
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return client;
    }

    public string CookiesOf(HttpClient client) =>
        _jars.TryGetValue(client, out var jar) ? jar.HeaderFor(Server.BaseAddress) : "";

    /// <summary>A hub connection of the same browser as the client; the caller registers its handlers and starts it.</summary>
    public HubConnection HubOf(HttpClient client, string path, bool reconnects = false)
    {
        Assert.True(_jars.TryGetValue(client, out var jar), "The client comes from another app.");
        var sockets = Server.CreateWebSocketClient();
        var uri = new Uri(Server.BaseAddress, path);
        sockets.ConfigureRequest = request =>
        {
            request.Headers.Cookie = jar.HeaderFor(uri);
            request.Headers.Origin = "http://localhost";
        };
        return HubClient.Create(uri, (target, cancellation) => sockets.ConnectAsync(target, cancellation), reconnects);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseWebRoot(System.IO.Directory.CreateDirectory(WebRoot).FullName);
        builder.UseSetting("Storage:DataFolder", Database.Folder);
        builder.UseSetting("Storage:PostgreSql", Database.PostgreSql ?? "");
        builder.UseSetting("Coordination:Redis", Database.Redis ?? "");
        builder.UseSetting("Rooms:NodeUrl", Database.Redis is null ? "" : "http://localhost");
        builder.UseSetting("Media:UdpPort", "0");
        builder.UseSetting("Logging:LogLevel:Default", "Error");
        foreach (var (key, value) in Settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureTestServices(services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
            services.Replace(ServiceDescriptor.Singleton(StoreClock ?? new StoreClock(Clock)));
            AddServices?.Invoke(services);
        });
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && _own.IsValueCreated)
        {
            _own.Value.Dispose();
        }
    }
}
