using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using Microsoft.AspNetCore.SignalR.Client;

namespace Telehealth.Benchmarks.Load;

/// <summary>One of the demo's staff, signed in at a running server with one browser tab.</summary>
internal sealed class StaffTab : IAsyncDisposable
{
    private const string DemoPassword = "telehealth-demo";

    private readonly HttpClient _http;

    private StaffTab(HttpClient http, HubConnection hub, Session session)
    {
        _http = http;
        Hub = hub;
        PractitionerId = session.PractitionerId;
        DepartmentId = session.Roles[0].DepartmentId;
    }

    public HubConnection Hub { get; }

    public Guid PractitionerId { get; }

    public Guid? DepartmentId { get; }

    /// <summary>The hub is not started, so that the caller hears everything.</summary>
    public static async Task<StaffTab> SignInAsync(string url, string userName)
    {
        var cookies = new CookieContainer();
        var http = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies }) { BaseAddress = new Uri(url) };
        http.DefaultRequestHeaders.Add("X-Telehealth", "1");
        using var answer = await http.PostAsJsonAsync("/api/session", new { userName, password = DemoPassword });
        answer.EnsureSuccessStatusCode();
        var session = await answer.Content.ReadFromJsonAsync<Session>()
            ?? throw new InvalidOperationException("The server answered no session.");
        var hub = HubClient.Create(new Uri(http.BaseAddress, "/hubs/clinic"), async (target, cancellation) =>
        {
            var socket = new ClientWebSocket();
            socket.Options.SetRequestHeader("Cookie", cookies.GetCookieHeader(http.BaseAddress));
            socket.Options.SetRequestHeader("Origin", url);
            await socket.ConnectAsync(new UriBuilder(target) { Scheme = "ws" }.Uri, cancellation);
            return socket;
        });
        return new StaffTab(http, hub, session);
    }

    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        _http.Dispose();
    }

    private sealed record Session(Guid PractitionerId, IReadOnlyList<Role> Roles);

    private sealed record Role(Guid? DepartmentId);
}
