using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using Telehealth.Media;

namespace Telehealth.Benchmarks.Targets;

/// <summary>Our own media server in a process of its own.</summary>
internal sealed class TelehealthTarget : IMediaTarget
{
    private sealed record Client(
        Channel<ServerMessage> Replies, Func<string, Task<string>>? Answer, TaskCompletionSource Subscribed)
    {
        public IReadOnlyList<SubscribedTrack> Tracks { get; set; } = [];
    }

    private readonly Process _process;
    private readonly ConcurrentDictionary<string, Client> _clients = new();
    private readonly Channel<ServerMessage> _measured = Channel.CreateUnbounded<ServerMessage>();
    private readonly SemaphoreSlim _telling = new(1);
    private readonly Task _pump;

    public TelehealthTarget(string address)
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(typeof(TelehealthTarget).Assembly.Location);
        }

        start.ArgumentList.Add("serve");
        start.ArgumentList.Add(JsonSerializer.Serialize(new { UdpPort = 0, PublicAddresses = new[] { address }, MaxSeatsPerRoom = 10_000, MaxRooms = 10_000, MaxPublishKbps = 100_000 }));
        _process = Process.Start(start) ?? throw new InvalidOperationException("the server did not start");
        _pump = PumpAsync();
    }

    public string Name => "telehealth";

    public int ProcessId => _process.Id;

    public async Task<string> PublishAsync(string room, string seat, string offer)
    {
        var client = await SitAsync(room, seat, null);
        await TellAsync(new ServerMessage("publish", seat) { Sdp = offer });
        return (await client.Replies.Reader.ReadAsync()).Sdp;
    }

    public async Task SubscribeAsync(string room, string seat, Func<string, Task<string>> answer)
    {
        var client = await SitAsync(room, seat, answer);
        await client.Subscribed.Task;
    }

    /// <summary>Takes a seat without waiting for an offer: a room has nothing to offer to the first.</summary>
    public async Task EnterAsync(string room, string seat, Func<string, Task<string>>? answer) => _ = await SitAsync(room, seat, answer);

    public Task LeaveAsync(string seat)
    {
        _clients.TryRemove(seat, out _);
        return TellAsync(new ServerMessage("leave", seat));
    }

    public Task SetTilesAsync(string seat, IReadOnlyList<TileSettings> tiles) => TellAsync(new ServerMessage("tiles", seat) { Tiles = tiles });

    /// <summary>What the last offer to a seat named.</summary>
    public IReadOnlyList<SubscribedTrack> TracksOf(string seat) => _clients[seat].Tracks;

    public async Task<long> AllocatedBytesAsync() => (await MeasureAsync()).AllocatedBytes;

    public async Task<ServerMessage> MeasureAsync()
    {
        await TellAsync(new ServerMessage("measure"));
        return await _measured.Reader.ReadAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        await _pump;
        _process.Dispose();
        _telling.Dispose();
    }

    private async Task<Client> SitAsync(string room, string seat, Func<string, Task<string>>? answer)
    {
        if (_clients.TryGetValue(seat, out var seated))
        {
            return seated;
        }

        var client = new Client(
            Channel.CreateUnbounded<ServerMessage>(), answer, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _clients[seat] = client;
        await TellAsync(new ServerMessage("enter", seat) { Room = room });
        return client;
    }

    private async Task TellAsync(ServerMessage message)
    {
        await _telling.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(message.Write());
            await _process.StandardInput.FlushAsync();
        }
        finally
        {
            _telling.Release();
        }
    }

    private async Task PumpAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            var message = ServerMessage.Read(line);
            if (message.Op == "measured")
            {
                _measured.Writer.TryWrite(message);
            }
            else if (_clients.TryGetValue(message.Seat, out var client))
            {
                await HearAsync(client, message);
            }
        }

        _measured.Writer.TryComplete(new InvalidOperationException("the server has gone"));
    }

    private async Task HearAsync(Client client, ServerMessage message)
    {
        switch (message.Op)
        {
            case "published":
                client.Replies.Writer.TryWrite(message);
                break;
            case "answered":
                client.Subscribed.TrySetResult();
                break;
            case "offered" when client.Answer is not null:
                client.Tracks = message.Tracks;
                var answer = await client.Answer(message.Sdp);
                await TellAsync(new ServerMessage("answer", message.Seat) { OfferId = message.OfferId, Sdp = answer });
                break;
        }
    }
}
