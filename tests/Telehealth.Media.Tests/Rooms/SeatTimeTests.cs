using Microsoft.Extensions.Logging.Abstractions;
using Telehealth.Media.Peer;

namespace Telehealth.Media;

public sealed class SeatTimeTests : IAsyncLifetime
{
    private static readonly SeatRights _everything = new(true, true, true, true);

    private readonly ManualClock _clock = new();
    private readonly PeerLoop _peers = new();
    private readonly MediaServer _server;

    public SeatTimeTests() => _server = new MediaServer(
        new MediaOptions { UdpPort = 0, PublicAddresses = ["127.0.0.1"] }, _clock, NullLoggerFactory.Instance);

    public ValueTask InitializeAsync()
    {
        _server.Start();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _peers.Dispose();
    }

    [Fact]
    public async Task A_browser_that_vanishes_is_timed_out_after_thirty_seconds_and_the_others_stay()
    {
        await using var doctor = Enter("doctor");
        await using var patient = Enter("patient");
        await PublishAsync(doctor);
        await UntilAsync(() => patient.Offer is not null, 10, "an offer");
        await UntilAsync(() => patient.Subscribe.IsConnected, 10, "the patient's connection");

        doctor.Publish.HoldChecks = true;
        var passed = await UntilAsync(
            () => doctor.Events.Any(happened => happened is SeatEvent.PublishRestartNeeded), 50, "the request to restart ICE");
        passed += await UntilAsync(() => doctor.ClosedAs is not null, 50, "the end of the doctor's seat");
        Assert.Equal("timed_out", doctor.ClosedAs);
        Assert.True(passed.TotalSeconds > 29, $"ended after {passed}");
        await UntilAsync(() => patient.Room is { Seats.Count: 1 }, 10, "the room without the doctor");
        Assert.Null(patient.ClosedAs);
    }

    [Fact]
    public async Task A_seat_that_owes_a_connection_has_a_minute_and_one_that_owes_none_has_all_day()
    {
        await using var doctor = Enter("doctor");
        await using var waiting = Enter("waiting");
        await using var watcher = Enter("watcher", new SeatRights(true, true, true, Subscribe: false));
        waiting.Answers = false;
        await PublishAsync(doctor);
        var passed = await UntilAsync(() => waiting.ClosedAs is not null, 100, "the end of the seat that never connects");
        Assert.Equal("timed_out", waiting.ClosedAs);
        Assert.True(passed.TotalSeconds > 59, $"ended after {passed}");
        Assert.Null(watcher.ClosedAs);
        Assert.Null(doctor.ClosedAs);
    }

    private RoomClient Enter(string seat, SeatRights? rights = null)
    {
        var (entered, refusal) = _server.Enter(new RoomId("room"), new SeatId(seat), rights ?? _everything);
        Assert.Null(refusal);
        return new RoomClient(entered!, _peers);
    }

    private async Task PublishAsync(RoomClient client)
    {
        await client.OfferAsync();
        await UntilAsync(() => client.Publish.IsConnected, 10, "the publish connection");
    }

    /// <summary>Lets the server's time pass in small steps; tells how much did.</summary>
    private async Task<TimeSpan> UntilAsync(Func<bool> condition, int stepMs, string what)
    {
        var passed = TimeSpan.Zero;
        var step = TimeSpan.FromMilliseconds(stepMs);
        await Waiting.Until(
            () =>
            {
                _clock.Advance(step);
                passed += step;
                return condition();
            },
            what);
        return passed;
    }
}
