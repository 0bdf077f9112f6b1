using Telehealth.Realtime;

namespace Telehealth.Consultations.Queue;

public sealed class NearTurnsTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    [Fact]
    public async Task The_third_is_told_once_when_one_place_nearer()
    {
        var doctor = await app.SignInAsync("dr-zhou");
        var waiting = new List<(HttpClient Patient, Guid Id)>();
        for (var count = 0; count < 3; count++)
        {
            waiting.Add(await app.QueueDirectAsync(doctor, "Dermatology"));
            app.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var (third, id) = waiting[2];
        await using var tab = await ClinicTab.OpenAsync(app.HubOf(third, "/hubs/clinic"));
        await tab.CallAsync("WatchConsultation", id);
        Assert.Null((await third.MineAsync()).News!.NearAt);
        await doctor.AcceptAsync(waiting[0].Id);
        await tab.HearsAsync($"TurnNear {id}");
        var nearAt = (await third.MineAsync()).News!.NearAt;
        Assert.NotNull(nearAt);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await doctor.AcceptAsync(waiting[1].Id);
        await Wait.UntilAsync(
            () => tab.Told.Count(line => line == $"ConsultationChanged {id}") > 1, "the second move to be told");
        Assert.Equal(nearAt, (await third.MineAsync()).News!.NearAt);
        Assert.Single(tab.Told, line => line == $"TurnNear {id}");
    }
}
