using System.Net;
using Telehealth.Media.Peer;

namespace Telehealth.Media.Hostile;

/// <summary>A media server whose log is kept, with clients at its seats.</summary>
public abstract class LoudRoom : IAsyncLifetime
{
    private readonly List<RoomClient> _clients = [];

    private protected LoudRoom()
    {
        Server = new MediaServer(new MediaOptions { UdpPort = 0, PublicAddresses = ["127.0.0.1"] }, TimeProvider.System, Log);
    }

    internal LoudLog Log { get; } = new();

    internal MediaServer Server { get; }

    internal PeerLoop Peers { get; } = new();

    internal IPEndPoint Address => new(IPAddress.Loopback, Server.LocalEndPoint.Port);

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
        Peers.Dispose();
        Assert.Null(Peers.Fault);
        Assert.Empty(Log.Faults);
        GC.SuppressFinalize(this);
    }

    internal RoomClient Enter(string seat)
    {
        var (entered, refusal) = Server.Enter(new RoomId("room"), new SeatId(seat), new SeatRights(true, true, true, true));
        Assert.Null(refusal);
        var client = new RoomClient(entered!, Peers);
        _clients.Add(client);
        return client;
    }

    /// <summary>A doctor who is heard, and a patient who hears.</summary>
    internal async Task<(RoomClient Doctor, RoomClient Patient)> CallAsync(bool camera = false)
    {
        var (doctor, patient) = (Enter("doctor"), Enter("patient"));
        await doctor.PublishAsync(camera);
        await Waiting.For(patient.Subscribe.Connected, "the subscribe connection");
        ushort sequence = 0;
        await HeardAsync(doctor, patient, () => ++sequence);
        return (doctor, patient);
    }

    internal static Task HeardAsync(RoomClient doctor, RoomClient patient, Func<ushort> sequence)
    {
        var before = patient.Received.Length;
        return Waiting.Until(
            () =>
            {
                _ = doctor.SayAsync(sequence());
                return patient.Received.Length > before;
            },
            "sound at the patient");
    }
}
