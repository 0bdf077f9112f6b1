using System.Net;
using Telehealth.Consultations.Triage;

namespace Telehealth.Consultations.Queue;

public sealed class SubmitCaseTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    private static readonly VitalSigns _highPressure = VitalSigns.None with { SystolicMmHg = 190, DiastolicMmHg = 112 };

    [Fact]
    public async Task Urgency_below_what_the_red_flags_demand_is_refused()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var opened = await clinic.OpenCaseAsync(await app.StrangerAsync(clinic));
        var saved = await clinic.PutAsync<ConsultationDetails>(
            $"/api/consultations/{opened.Id}/case", new CaseDraft(Scenes.Cough, "高血压十年", _highPressure, 4));
        Assert.Equal("A12", Assert.Single(saved.RedFlags).Flag.Id);
        Assert.Equal(2, saved.Urgency);
        Assert.Equal("高血压十年", saved.History);
        var problem = await SubmitAsync(clinic, opened.Id, opened.Department.Id)
            .IsRefusedAsync(HttpStatusCode.Conflict, "consultation.urgency_too_low");
        Assert.Equal(2, (int?)problem["details"]!["urgency"]);
        Assert.Equal(ConsultationStatus.Waiting, (await clinic.SubmitAsync(opened, 2)).Status);
    }

    [Fact]
    public async Task A_case_without_a_complaint_is_not_sent()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var opened = await clinic.OpenCaseAsync(await app.StrangerAsync(clinic));
        await SubmitAsync(clinic, opened.Id, opened.Department.Id)
            .IsRefusedAsync(HttpStatusCode.Conflict, "consultation.complaint_missing");
        foreach (var urgency in new[] { 5, 0 })
        {
            await SubmitAsync(clinic, opened.Id, opened.Department.Id, urgency)
                .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "request.invalid");
        }
    }

    [Fact]
    public async Task A_case_goes_to_the_department_that_is_chosen_at_last()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var opened = await OpenWrittenAsync(clinic);
        await SubmitAsync(clinic, opened.Id, Guid.CreateVersion7()).IsRefusedAsync(HttpStatusCode.NotFound, "department.not_found");
        var dermatology = await clinic.DepartmentAsync("Dermatology");
        var waiting = await Api.ReadAsync<ConsultationDetails>(await SubmitAsync(clinic, opened.Id, dermatology));
        Assert.Equal((ConsultationStatus.Waiting, dermatology), (waiting.Status, waiting.Department.Id));
        Assert.Equal(opened.Id, (await (await app.SignInAsync("dr-zhou")).AcceptAsync(opened.Id)).Id);
    }

    [Fact]
    public async Task A_case_is_sent_once()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var waiting = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic));
        await SubmitAsync(clinic, waiting.Id, waiting.Department.Id).IsRefusedAsync(HttpStatusCode.Conflict, "consultation.not_planned");
    }

    [Fact]
    public async Task Two_cases_of_one_patient_do_not_wait_with_the_same_department()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var person = await app.StrangerAsync(clinic);
        ConsultationDetails[] cases = [await OpenWrittenAsync(clinic, person), await OpenWrittenAsync(clinic, person)];
        var answers = await Task.WhenAll(cases.Select(opened => SubmitAsync(clinic, opened.Id, opened.Department.Id)));
        Assert.Single(answers, answer => answer.IsSuccessStatusCode);
        await Task.FromResult(answers.Single(answer => !answer.IsSuccessStatusCode))
            .IsRefusedAsync(HttpStatusCode.Conflict, "patient.already_waiting");
    }

    [Fact]
    public async Task Only_its_own_clinic_doctor_sends_a_case()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var opened = await OpenWrittenAsync(clinic);
        await app.HidesAsync(
            opened.Id, ["clinic-he", "clinic-gao"], (outsider, id) => SubmitAsync(outsider, id, opened.Department.Id));
        await app.IsClosedAsync(["dr-li", "coordinator-deng"], caller => SubmitAsync(caller, opened.Id, opened.Department.Id));
    }

    [Fact]
    public async Task A_patient_at_home_joins_alone_and_is_not_sent_by_the_inviter()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var invitation = await clinic.InviteAsync(await app.StrangerAsync(clinic));
        await SubmitAsync(clinic, invitation.ConsultationId, await clinic.DepartmentAsync())
            .IsRefusedAsync(HttpStatusCode.NotFound, "consultation.not_found");
    }

    private static Task<HttpResponseMessage> SubmitAsync(HttpClient clinic, Guid id, Guid departmentId, int urgency = 3) =>
        clinic.TryPostAsync($"/api/consultations/{id}/submit", new { departmentId, urgency });

    private async Task<ConsultationDetails> OpenWrittenAsync(HttpClient clinic, Directory.PatientListItem? patient = null)
    {
        var opened = await clinic.OpenCaseAsync(patient ?? await app.StrangerAsync(clinic));
        return await clinic.PutAsync<ConsultationDetails>(
            $"/api/consultations/{opened.Id}/case", new CaseDraft(Scenes.Cough, "", VitalSigns.None, 3));
    }
}
