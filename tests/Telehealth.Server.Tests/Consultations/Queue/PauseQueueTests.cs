using System.Net;

namespace Telehealth.Consultations.Queue;

public sealed class PauseQueueTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    [Fact]
    public async Task A_pause_is_told_to_who_waits_and_to_who_is_about_to_and_ends_by_itself()
    {
        var doctor = await app.SignInAsync("dr-zhou");
        var path = PathOf(await doctor.DepartmentAsync("Dermatology"));
        var (waiting, id) = await app.QueueDirectAsync(doctor, "Dermatology");
        var coming = await app.ArriveAsync(doctor, "Dermatology");
        await doctor.PutAsync<QueueDeskView>(path + "/pause", new { minutes = 30, reason = "急诊会诊" });
        foreach (var patient in new[] { waiting, coming })
        {
            var state = (await patient.MineAsync()).News!.State;
            Assert.Equal((app.Clock.GetUtcNow().AddMinutes(30), "急诊会诊"), (state.PausedUntil, state.PauseReason));
        }

        // Who come in the same moment have no order.
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(ConsultationStatus.Waiting, (await coming.WaitInQueueAsync()).Status);
        await doctor.TryPostAsync(path + "/next").IsRefusedAsync(HttpStatusCode.Conflict, "queue.paused");
        app.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Null((await waiting.MineAsync()).News!.State.PausedUntil);
        Assert.Equal(id, (await doctor.PostAsync<ConsultationDetails>(path + "/next")).Id);
    }

    [Fact]
    public async Task Only_the_departments_own_specialists_pause_and_they_say_why()
    {
        var doctor = await app.SignInAsync("dr-zhou");
        var department = await doctor.DepartmentAsync("Dermatology");
        var pause = new { minutes = 10, reason = "换班" };
        await doctor.TryPutAsync(PathOf(department) + "/pause", new { minutes = 0, reason = "" })
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "request.invalid");
        await Outsiders.HidesAsync(
            department, "department.not_found", [await app.SignInAsync("dr-li")], (outsider, id) => outsider.TryPutAsync(PathOf(id) + "/pause", pause));
        await app.IsClosedAsync(["clinic-ma"], caller => caller.TryPutAsync(PathOf(department) + "/pause", pause));
    }

    private static string PathOf(Guid departmentId) => $"/api/departments/{departmentId}/queue";
}
