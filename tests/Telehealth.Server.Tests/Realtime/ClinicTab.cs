using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace Telehealth.Realtime;

/// <summary>One browser tab at the clinic hub; remembers what it was told, one line an event.</summary>
public sealed class ClinicTab : IAsyncDisposable
{
    private readonly HubConnection _hub;
    private int _presenceMessages;

    private ClinicTab(HubConnection hub)
    {
        _hub = hub;
        hub.On<Guid>("QueueChanged", department => Told.Enqueue($"QueueChanged {department}"));
        hub.On<Guid, PresenceLine[]>("PresencesChanged", (department, changes) =>
        {
            Interlocked.Increment(ref _presenceMessages);
            foreach (var change in changes)
            {
                Told.Enqueue($"PresencesChanged {department} {change.PractitionerId} {change.State} {change.Load}/{change.Capacity}");
            }
        });
        hub.On<Guid>("ConsultationChanged", consultation => Told.Enqueue($"ConsultationChanged {consultation}"));
        hub.On<Guid>("TurnNear", consultation => Told.Enqueue($"TurnNear {consultation}"));
        hub.On<int>("GoingAway", seconds => Told.Enqueue($"GoingAway {seconds}"));
        hub.On<Guid, long>("MessagePosted", (consultation, sequence) => Told.Enqueue($"MessagePosted {consultation} {sequence}"));
    }

    public ConcurrentQueue<string> Told { get; } = new();

    public int PresenceMessages => Volatile.Read(ref _presenceMessages);

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

    /// <summary>As the browser reads it.</summary>
    public sealed record PresenceLine(Guid PractitionerId, string State, int Load, int Capacity);

    public sealed record WatchedLine(Guid DepartmentId, PresenceLine Presence);
}
