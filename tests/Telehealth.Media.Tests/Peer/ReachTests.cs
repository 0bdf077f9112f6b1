using System.Net;
using Microsoft.Extensions.Logging.Abstractions;

namespace Telehealth.Media.Peer;

/// <summary>Whole calls over each way to the server, and calls whose network changes under them.</summary>
public sealed class ReachTests : IAsyncLifetime
{
    private readonly MediaServer _server = new(
        new MediaOptions { UdpPort = 0, PublicAddresses = ["127.0.0.1", "::1"] }, TimeProvider.System, NullLoggerFactory.Instance);

    private readonly PeerLoop _loop = new();

    public static TheoryData<bool, string> Ways => new()
    {
        { false, "127.0.0.1" }, { false, "::1" }, { true, "127.0.0.1" }, { true, "::1" },
    };

    public ValueTask InitializeAsync()
    {
        _server.Start();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _loop.Dispose();
        Assert.Null(_loop.Fault);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_whole_call_goes_each_way(bool byTcp, string address)
    {
        var way = new PeerWay(byTcp, IPAddress.Parse(address));
        await using var patient = HeadlessPeer.Enter(_server, _loop, "room", "patient", way: way);
        await using var doctor = HeadlessPeer.Enter(_server, _loop, "room", "doctor", firefox: true, way: way);
        await patient.PublishAsync(new PublishShape { Simulcast = true });
        await doctor.PublishAsync(new PublishShape());
        await SeesAndHearsAsync(doctor, "patient");
        await SeesAndHearsAsync(patient, "doctor");
        Assert.Equal(0, doctor.StreamOf("patient", TrackSource.Camera)!.Lost);
        Assert.Equal(0, patient.StreamOf("doctor", TrackSource.Microphone)!.Lost);
    }

    [Fact]
    public async Task By_TCP_and_by_UDP_one_meets_in_the_same_room()
    {
        await using var patient = HeadlessPeer.Enter(_server, _loop, "room", "patient", way: new PeerWay(ByTcp: true));
        await using var doctor = HeadlessPeer.Enter(_server, _loop, "room", "doctor");
        await patient.PublishAsync(new PublishShape());
        await doctor.PublishAsync(new PublishShape());
        await SeesAndHearsAsync(doctor, "patient");
        await SeesAndHearsAsync(patient, "doctor");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_port_that_changes_under_a_call_is_not_noticed(bool byTcp)
    {
        var way = new PeerWay(byTcp);
        await using var patient = HeadlessPeer.Enter(_server, _loop, "room", "patient", way: way);
        await using var doctor = HeadlessPeer.Enter(_server, _loop, "room", "doctor", way: way);
        await patient.PublishAsync(new PublishShape());
        await SeesAndHearsAsync(doctor, "patient");
        var told = patient.Events.Count + doctor.Events.Count;
        var shaken = patient.Publisher!.Transport.Connected;

        var ports = (patient.Publisher.Transport.LocalPort, doctor.Subscriber.Transport.LocalPort);
        await _loop.RunAsync(patient.Publisher.Transport.Rebind);
        await _loop.RunAsync(doctor.Subscriber.Transport.Rebind);
        await SeesAndHearsAsync(doctor, "patient");

        Assert.NotEqual(ports, (patient.Publisher.Transport.LocalPort, doctor.Subscriber.Transport.LocalPort));
        Assert.Same(shaken, patient.Publisher.Transport.Connected);
        Assert.False(patient.Publisher.Transport.Closed.IsCompleted);
        Assert.False(doctor.Subscriber.Transport.Closed.IsCompleted);
        Assert.DoesNotContain(
            patient.Events.Concat(doctor.Events).Skip(told), happened => happened is SeatEvent.PublishRestartNeeded or SeatEvent.Offered);
    }

    [Fact]
    public async Task New_paths_after_an_address_change_carry_the_call_on()
    {
        await using var patient = HeadlessPeer.Enter(_server, _loop, "room", "patient");
        await using var doctor = HeadlessPeer.Enter(_server, _loop, "room", "doctor");
        var shape = new PublishShape();
        await patient.PublishAsync(shape);
        await SeesAndHearsAsync(doctor, "patient");

        await _loop.RunAsync(patient.Publisher!.Transport.Rebind);
        await patient.RestartPublishIceAsync(shape);
        await _loop.RunAsync(doctor.Subscriber.Transport.Rebind);
        doctor.Seat.RestartSubscription();
        await SeesAndHearsAsync(doctor, "patient");
        Assert.False(patient.Publisher.Transport.Closed.IsCompleted);
        Assert.False(doctor.Subscriber.Transport.Closed.IsCompleted);
    }

    private static async Task SeesAndHearsAsync(HeadlessPeer peer, string other)
    {
        var packets = peer.StreamOf(other, TrackSource.Microphone)?.Packets ?? 0;
        var frames = peer.StreamOf(other, TrackSource.Camera)?.Frames ?? 0;
        await Waiting.Until(
            () => peer.StreamOf(other, TrackSource.Microphone)?.Packets > packets + 25
                && peer.StreamOf(other, TrackSource.Camera)?.Frames > frames + 10,
            $"sound and picture of the {other}");
    }
}
