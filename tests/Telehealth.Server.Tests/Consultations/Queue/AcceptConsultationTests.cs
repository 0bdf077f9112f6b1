using System.Net;

namespace Telehealth.Consultations.Queue;

public sealed class AcceptConsultationTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    private const string Dermatology = "Dermatology";

    [Fact]
    public async Task Of_doctors_who_accept_the_same_patient_exactly_one_wins()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        HttpClient[] doctors = [await app.SignInAsync("dr-zhou"), await app.SignInAsync("dr-wu")];
        for (var round = 0; round < 5; round++)
        {
            var waiting = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic), Dermatology);
            var answers = await Task.WhenAll(doctors.Select(doctor => doctor.TryPostAsync(PathOf(waiting.Id))));
            Assert.Single(answers, answer => answer.IsSuccessStatusCode);
            await Task.FromResult(answers.Single(answer => !answer.IsSuccessStatusCode))
                .IsRefusedAsync(HttpStatusCode.Conflict, "consultation.not_waiting");
        }
    }

    [Fact]
    public async Task A_double_click_takes_the_patient_once_and_is_no_error()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var doctor = await app.SignInAsync("dr-zhou");
        var waiting = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic), Dermatology);
        var first = await doctor.AcceptAsync(waiting.Id);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await doctor.AcceptAsync(waiting.Id);
        Assert.Equal(ConsultationStatus.InProgress, first.Status);
        Assert.Equal("周立新", first.Doctor!.Name.Zh);
        Assert.Equal(first.StartedAt, second.StartedAt);
    }

    [Fact]
    public async Task A_patient_who_was_called_off_is_no_longer_waiting()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var waiting = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic), Dermatology);
        await clinic.PostAsync<ConsultationDetails>($"/api/consultations/{waiting.Id}/cancel", new { reason = "病人回家了" });
        await (await app.SignInAsync("dr-zhou")).TryPostAsync(PathOf(waiting.Id))
            .IsRefusedAsync(HttpStatusCode.Conflict, "consultation.not_waiting");
    }

    [Fact]
    public async Task To_everybody_outside_the_department_the_case_does_not_exist()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var waiting = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic), Dermatology);
        await app.HidesAsync(waiting.Id, ["dr-li", "dr-xu"], (outsider, id) => outsider.TryPostAsync(PathOf(id)));
        await app.IsClosedAsync(["clinic-ma", "coordinator-deng", "pharmacist-luo"], caller => caller.TryPostAsync(PathOf(waiting.Id)));
        Assert.Equal(ConsultationStatus.Waiting, (await clinic.GetAsync<ConsultationDetails>($"/api/consultations/{waiting.Id}")).Status);
    }

    [Fact]
    public async Task A_case_that_was_not_sent_does_not_exist_for_the_department_either()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var opened = await clinic.OpenCaseAsync(await app.StrangerAsync(clinic), Dermatology);
        await app.HidesAsync(opened.Id, ["dr-zhou"], (outsider, id) => outsider.TryPostAsync(PathOf(id)));
    }

    private static string PathOf(Guid id) => $"/api/consultations/{id}/accept";
}
