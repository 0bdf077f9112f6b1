using System.Net;

namespace Telehealth.Consultations.Queue;

public sealed class ChooseDoctorTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    [Fact]
    public async Task A_clinic_doctor_asks_for_a_doctor_by_name()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var waiting = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic), "Dermatology");
        var doctors = await clinic.GetAsync<DoctorToWaitFor[]>($"/api/departments/{waiting.Department.Id}/doctors");
        var wu = doctors.Single(doctor => doctor.Name.En == "Wu Min").PractitionerId;
        var named = await clinic.PutAsync<ConsultationDetails>(PathOf(waiting.Id), new { practitionerId = wu });
        Assert.Equal("Wu Min", named.News!.Doctor!.Name.En);
        var zhou = await app.SignInAsync("dr-zhou");
        await zhou.TryPostAsync($"/api/consultations/{waiting.Id}/accept")
            .IsRefusedAsync(HttpStatusCode.Conflict, "queue.waits_for_another_doctor");
        await clinic.TryPutAsync(PathOf(waiting.Id), new { practitionerId = Guid.CreateVersion7() })
            .IsRefusedAsync(HttpStatusCode.NotFound, "practitioner.not_found");
        Assert.Equal(waiting.Id, (await (await app.SignInAsync("dr-wu")).AcceptAsync(waiting.Id)).Id);
    }

    [Fact]
    public async Task Strangers_choose_for_nobody()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var waiting = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic));
        var anybody = new { practitionerId = (Guid?)null };
        await app.HidesAsync(waiting.Id, ["dr-zhou", "clinic-he"], (outsider, id) => outsider.TryPutAsync(PathOf(id), anybody));
        await app.IsClosedAsync(["pharmacist-luo"], caller => caller.TryPutAsync(PathOf(waiting.Id), anybody));
    }

    private static string PathOf(Guid id) => $"/api/consultations/{id}/doctor";
}
