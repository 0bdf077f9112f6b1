using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Telehealth.Coordination;

namespace Telehealth.Rooms;

/// <summary>Pages and media in processes of their own.</summary>
public sealed class RolesTests : IAsyncLifetime
{
    private static readonly string[] _unwanted =
    [
        "EntityFrameworkCore", "Npgsql", "Sqlite", ".Authentication.Cookies", "Telehealth.Storage", "Telehealth.Identity",
        "Telehealth.Directory", "Telehealth.Consultations", "Telehealth.Operations", "Telehealth.Realtime.Clinic",
    ];

    private readonly RedisServer _redis = new();
    private readonly Guid _room = Guid.CreateVersion7();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _redis.InitializeAsync();

    [Fact]
    public async Task A_media_process_has_no_database_no_cookies_and_no_slice()
    {
        string[] services = [];
        await using var app = App("media", registered => services = [.. registered.Select(service => $"{service.ServiceType} {service.ImplementationType}")]);

        using var answer = await app.AnonymousClient().GetAsync("/api/session", Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.NotEmpty(services);
        Assert.All(_unwanted, word => Assert.DoesNotContain(services, service => service.Contains(word, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_web_process_has_no_media_server()
    {
        await using var app = App("web");

        Assert.Null(app.Services.GetService<RoomHost>());
        using var hub = await app.AnonymousClient().PostAsync(RoomEntrance.HubPath + "/negotiate", null, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, hub.StatusCode);
    }

    [Fact]
    public async Task A_call_is_let_in_by_a_web_process_and_held_by_a_media_process_without_a_database()
    {
        await using var media = await MediaProcess.StartAsync(_redis.ConnectionString);
        await using var web = App("web");
        await KnowsAsync(web, media);

        var patient = await OpenAsync(web, "patient-1");
        var doctor = await OpenAsync(web, "practitioner-1", RoomRights.Moderator);

        Assert.Equal(media.Url + RoomEntrance.HubPath, patient.HubUrl);
        Assert.Equal(patient.HubUrl, doctor.HubUrl);
        await using var first = await media.ArriveAsync();
        await first.JoinAsync(patient.Pass);
        await using var second = await media.ArriveAsync();
        await second.JoinAsync(doctor.Pass);
        await first.SeesAsync("patient-1() practitioner-1()");
        Assert.False(System.IO.Directory.Exists(media.DataFolder));

        Assert.Null(await web.Services.GetRequiredService<RoomEntrance>().CloseAsync(_room, Cancellation));
        await first.EndsAsync("room_closed");
    }

    [Fact]
    public async Task A_process_that_is_terminated_moves_its_calls_first_and_then_ends()
    {
        await using var holder = await MediaProcess.StartAsync(_redis.ConnectionString);
        await using var web = App("web");
        await KnowsAsync(web, holder);
        var door = await OpenAsync(web, "patient-1");
        await using var patient = await holder.ArriveAsync();
        await patient.JoinAsync(door.Pass);
        await using var other = await MediaProcess.StartAsync(_redis.ConnectionString);
        await Wait.UntilAsync(() => patient.Standbys.LastOrDefault()?.HubUrl == other.Url + RoomEntrance.HubPath, "the other node as standby");

        holder.Terminate();
        var move = await patient.MovedAsync();
        await using var moved = await other.ArriveAsync();
        await moved.JoinAsync(move.Pass);
        Assert.False(holder.HasEnded);
        Assert.Empty(patient.Ends);

        await patient.CallAsync("Leave");
        await Wait.UntilAsync(() => holder.HasEnded, $"the emptied process to end: {holder.Log}");
        await moved.SeesAsync("patient-1()");
    }

    [Fact]
    public async Task A_call_survives_the_death_of_its_process()
    {
        await using var holder = await MediaProcess.StartAsync(_redis.ConnectionString);
        await using var web = App("web");
        await KnowsAsync(web, holder);
        await using var patient = await holder.ArriveAsync();
        await patient.JoinAsync((await OpenAsync(web, "patient-1")).Pass);
        await using var other = await MediaProcess.StartAsync(_redis.ConnectionString);
        await Wait.UntilAsync(() => patient.Standbys.LastOrDefault() is not null, "a standby");

        holder.Kill();
        await using var again = await other.ArriveAsync();
        await again.JoinAsync((await patient.StandbyAsync())!.Pass);

        await again.SeesAsync("patient-1()");
    }

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    private static Task KnowsAsync(TelehealthApp web, MediaProcess media) => Wait.UntilAsync(
        () => web.Services.GetRequiredService<NodeWatch>().Find(media.Url) is not null, "the web process to know the media process");

    private async Task<RoomDoor> OpenAsync(TelehealthApp web, string seat, RoomRights rights = RoomRights.Participant)
    {
        var (door, refusal) = await web.Services.GetRequiredService<RoomEntrance>().OpenAsync(_room, seat, rights, 0, Cancellation);
        Assert.Null(refusal);
        return door!;
    }

    private TelehealthApp App(string role, Action<IServiceCollection>? services = null) => new()
    {
        AddServices = services,
        Clock = new ManualClock(TimeProvider.System.GetUtcNow()),
        Settings =
        {
            ["Role"] = role,
            ["Coordination:Redis"] = _redis.ConnectionString,
            ["Rooms:NodeUrl"] = "/nodes/1",
            ["Rooms:PassKey"] = Convert.ToBase64String(new byte[RoomsOptions.MinKeyBytes]),
        },
    };
}
