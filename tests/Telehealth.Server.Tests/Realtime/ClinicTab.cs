using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace Telehealth.Realtime;

/// <summary>One browser tab at the clinic hub; remembers what it was told, one line an event.</summary>
public sealed class ClinicTab : IAsyncDisposable
{
    private readonly HubConnection _hub;

    private ClinicTab(HubConnection hub)
    {
        _hub = hub;
        hub.On<Guid>("QueueChanged", department => Told.Enqueue($"QueueChanged {department}"));
        hub.On<Guid, Guid, string>("PresenceChanged", (department, who, state) => Told.Enqueue($"PresenceChanged {department} {who} {state}"));
        hub.On<Guid>("ConsultationChanged", consultation => Told.Enqueue($"ConsultationChanged {consultation}"));
        hub.On<Guid, long>("MessagePosted", (consultation, sequence) => Told.Enqueue($"MessagePosted {consultation} {sequence}"));
    }

    public ConcurrentQueue<string> Told { get; } = new();

    public bool IsConnected => _hub.State == HubConnectionState.Connected;

    public static async Task<ClinicTab> OpenAsync(HubConnection hub)
    {
        var tab = new ClinicTab(hub);
        await hub.StartAsync();
        return tab;
    }

    public Task CallAsync(string method, params object?[] arguments) => _hub.InvokeCoreAsync(method, arguments);

    public Task<T> CallAsync<T>(string method, params object?[] arguments) => _hub.InvokeCoreAsync<T>(method, arguments);

    public async Task RefusedAsync(string code, string method, params object?[] arguments)
    {
        var error = await Assert.ThrowsAsync<HubException>(() => _hub.InvokeCoreAsync(method, arguments));
        Assert.Equal($"refusal:{code}", error.Message);
    }

    public Task HearsAsync(string line) => Wait.UntilAsync(() => Told.Contains(line), $"\"{line}\" among: {string.Join("; ", Told)}");

    public async ValueTask DisposeAsync() => await _hub.DisposeAsync();
}
