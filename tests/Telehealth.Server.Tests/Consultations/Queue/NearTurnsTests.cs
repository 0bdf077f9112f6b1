using Microsoft.Extensions.DependencyInjection;
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

    [Fact]
    public async Task Nobody_is_told_in_a_paused_queue_and_who_is_near_when_it_goes_on_is()
    {
        var doctor = await app.SignInAsync("dr-zhang");
        var path = $"/api/departments/{await doctor.DepartmentAsync("Endocrinology")}/queue";
        await doctor.PutAsync<QueueDeskView>(path + "/pause", new { minutes = 30, reason = "急诊会诊" });
        var (patient, id) = await app.QueueDirectAsync(doctor, "Endocrinology");
        await using var tab = await ClinicTab.OpenAsync(app.HubOf(patient, "/hubs/clinic"));
        await tab.CallAsync("WatchConsultation", id);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var (_, other) = await app.QueueDirectAsync(doctor, "Endocrinology");
        await tab.HearsAsync($"ConsultationChanged {id}");
        await using (var scope = app.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<NearTurns>().TellAllAsync(TestContext.Current.CancellationToken);
        }

        Assert.Null((await patient.MineAsync()).News!.NearAt);

        await doctor.DeleteAsync<QueueDeskView>(path + "/pause");
        await tab.HearsAsync($"TurnNear {id}");
        Assert.NotNull((await patient.MineAsync()).News!.NearAt);
        Assert.NotEqual(id, other);
    }
}
