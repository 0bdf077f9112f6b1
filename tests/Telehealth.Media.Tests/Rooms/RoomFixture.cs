using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Telehealth.Media.Peer;
using Telehealth.Media.Rtp;

namespace Telehealth.Media;

/// <summary>A media server with clients that talk and show pictures as long as they are asked to.</summary>
public abstract class RoomFixture : IAsyncLifetime
{
    internal static readonly RoomId Room = new("room");
    internal static readonly SeatRights Everything = new(true, true, true, true);
    internal static readonly SeatRights Leading = new(true, true, true, true, Moderate: true);
    internal static readonly SeatRights Listening = new(false, false, false, true);

    private readonly PeerLoop _peers = new();
    private readonly List<RoomClient> _clients = [];
    private readonly Dictionary<RoomClient, ushort> _said = [];

    private protected RoomFixture(MediaOptions options, ILoggerFactory? logs = null)
    {
        options.UdpPort = 0;
        options.PublicAddresses = ["127.0.0.1"];
        Server = new MediaServer(options, TimeProvider.System, logs ?? NullLoggerFactory.Instance);
    }

    internal MediaServer Server { get; }

    public ValueTask InitializeAsync()
    {
        Server.Start();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }

        await Server.DisposeAsync();
        Assert.Null(_peers.Fault);
        _peers.Dispose();
        GC.SuppressFinalize(this);
    }

    internal RoomClient Enter(string seat, SeatRights? rights = null)
    {
        var (entered, refusal) = Server.Enter(Room, new SeatId(seat), rights ?? Everything);
        Assert.Null(refusal);
        var client = new RoomClient(entered!, _peers);
        _clients.Add(client);
        return client;
    }

    internal string? Refusal(string seat, SeatRights? rights = null) =>
        Server.Enter(Room, new SeatId(seat), rights ?? Everything).Refusal;

    /// <summary>Speaks until the other hears it.</summary>
    internal Task HeardAsync(RoomClient speaker, RoomClient listener)
    {
        var before = Sounds(listener);
        return Waiting.Until(
            () =>
            {
                _ = SayAsync(speaker);
                return Sounds(listener) > before;
            },
            $"sound from {speaker.Seat.Id.Value} to {listener.Seat.Id.Value}");
    }

    /// <summary>Speaks for half a second; answers how many packets came through.</summary>
    internal async Task<int> HearsAsync(RoomClient speaker, RoomClient listener)
    {
        // What was said before may still be on its way.
        await Task.Delay(100, TestContext.Current.CancellationToken);
        // What was on the wire before may still arrive.
        await Task.Delay(100, TestContext.Current.CancellationToken);
        var before = Sounds(listener);
        for (var i = 0; i < 25; i++)
        {
            await SayAsync(speaker);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        return Sounds(listener) - before;
    }

    internal static Task ConnectedAsync(RoomClient client) => Waiting.For(client.Subscribe.Connected, "the subscribe connection");

    private Task SayAsync(RoomClient speaker)
    {
        var sequence = _said[speaker] = (ushort)(_said.GetValueOrDefault(speaker) + 1);
        return speaker.SayAsync(sequence);
    }

    private static int Sounds(RoomClient listener) =>
        listener.Received.Count(packet => RtpHeader.TryRead(packet, out var header) && header.PayloadType == 111);
}
