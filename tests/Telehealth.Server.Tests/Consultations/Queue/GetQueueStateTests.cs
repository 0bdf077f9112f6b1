using System.Net;

namespace Telehealth.Consultations.Queue;

public sealed class GetQueueStateTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    [Fact]
    public async Task Those_who_bring_patients_read_whether_a_department_takes_them()
    {
        var doctor = await app.SignInAsync("dr-zhou");
        var (_, _) = await app.QueueDirectAsync(doctor, "Dermatology");
        var path = $"/api/departments/{await doctor.DepartmentAsync("Dermatology")}/queue/state";
        var state = await (await app.SignInAsync("clinic-ma")).GetAsync<QueueDeskView>(path);
        Assert.True(state.State.IsOpen);
        Assert.Equal(1, state.Waiting);
        await doctor.GetAsync($"/api/departments/{Guid.CreateVersion7()}/queue/state")
            .IsRefusedAsync(HttpStatusCode.NotFound, "department.not_found");
        await app.IsClosedAsync(["pharmacist-luo"], caller => caller.GetAsync(path));
    }
}
