using System.Net;

namespace Telehealth.Consultations.Queue;

public sealed class ResumeQueueTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    [Fact]
    public async Task A_department_goes_on_before_the_pause_is_over()
    {
        var doctor = await app.SignInAsync("dr-zhang");
        var department = await doctor.DepartmentAsync("Endocrinology");
        var path = $"/api/departments/{department}/queue/pause";
        await doctor.PutAsync<QueueDeskView>(path, new { minutes = 30, reason = "查房" });
        Assert.Null((await doctor.DeleteAsync<QueueDeskView>(path)).State.PausedUntil);
        Assert.Null((await doctor.DeleteAsync<QueueDeskView>(path)).State.PauseReason);
        await app.IsClosedAsync(["clinic-ma"], caller => caller.DeleteAsync(path));
        await (await app.SignInAsync("dr-li")).DeleteAsync(path).IsRefusedAsync(HttpStatusCode.NotFound, "department.not_found");
    }
}
