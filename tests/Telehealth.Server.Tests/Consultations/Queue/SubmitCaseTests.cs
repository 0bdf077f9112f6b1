using System.Net;
using System.Net.Http.Json;
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
        var problem = await SubmitAsync(clinic, opened, 3)
            .IsRefusedAsync(HttpStatusCode.Conflict, "consultation.urgency_too_low");
        Assert.Equal(2, (int?)problem["details"]!["urgency"]);
        Assert.Equal(ConsultationStatus.Waiting, (await clinic.SubmitAsync(opened, 2)).Status);
    }

    [Fact]
    public async Task Measuring_again_while_the_patient_waits_moves_the_patient_forward()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var first = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic), "Endocrinology");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic), "Endocrinology");
        await clinic.PutAsync<ConsultationDetails>(
            $"/api/consultations/{second.Id}/case",
            new CaseDraft(Scenes.Cough, "", VitalSigns.None with { GlucoseMmolPerL = 2.5m }, 3));
        var doctor = await app.SignInAsync("dr-zhang");
        var next = await doctor.PostAsync<ConsultationDetails>($"/api/departments/{first.Department.Id}/queue/next");
        Assert.Equal(second.Id, next.Id);
    }

    [Fact]
    public async Task A_case_without_a_complaint_is_not_sent()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var opened = await clinic.OpenCaseAsync(await app.StrangerAsync(clinic));
        await SubmitAsync(clinic, opened, 3).IsRefusedAsync(HttpStatusCode.Conflict, "consultation.complaint_missing");
        await SubmitAsync(clinic, opened, 5).IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "request.invalid");
        await SubmitAsync(clinic, opened, 0).IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "request.invalid");
    }

    [Fact]
    public async Task A_slip_of_the_keyboard_is_refused_with_its_field()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var opened = await clinic.OpenCaseAsync(await app.StrangerAsync(clinic));
        var problem = await clinic.PutAsJsonAsync(
                $"/api/consultations/{opened.Id}/case",
                new { complaint = new { symptoms = new[] { "fever" }, text = "", duration = (string?)null, severity = (string?)null, redFlags = Array.Empty<string>() }, history = "", vitalSigns = VitalSigns.None with { TemperatureC = 385 }, urgency = 3 })
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "vital_signs.implausible");
        Assert.Equal("temperatureC", (string?)problem["details"]!["field"]);
        Assert.Equal(9, (await app.AnonymousClient().GetAsync<VitalSignRange[]>("/api/vital-sign-ranges")).Length);
    }

    [Fact]
    public async Task Flags_and_measurements_are_assessed_before_anything_is_saved()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var patient = await clinic.PatientAsync();
        var assessed = await clinic.PostAsync<AssessUrgency.Response>(
            "/api/triage/assess", new { patientId = patient.Id, redFlags = new[] { "A16" }, vitalSigns = _highPressure });
        Assert.Equal(2, assessed.Urgency);
        Assert.Equal(["A12", "A16"], assessed.Hits.Select(hit => hit.Flag.Id));
        await clinic.PostAsJsonAsync("/api/triage/assess", new { patientId = patient.Id, redFlags = new[] { "nonsense" }, vitalSigns = _highPressure })
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "request.invalid");
        Assert.Equal(41, (await app.AnonymousClient().GetAsync<RedFlag[]>("/api/red-flags")).Length);
    }

    [Fact]
    public async Task A_cancelled_case_leaves_the_queue_and_takes_nothing_more()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var waiting = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic), "Dermatology");
        await clinic.PostAsJsonAsync($"/api/consultations/{waiting.Id}/cancel", new { reason = "" })
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "request.invalid");
        var cancelled = await clinic.PostAsync<ConsultationDetails>(
            $"/api/consultations/{waiting.Id}/cancel", new { reason = "病人回家了" });
        Assert.Equal(ConsultationStatus.Cancelled, cancelled.Status);
        var doctor = await app.SignInAsync("dr-zhou");
        Assert.Empty(await doctor.GetAsync<QueueEntryView[]>($"/api/departments/{waiting.Department.Id}/queue"));
        await SubmitAsync(clinic, waiting, 3).IsRefusedAsync(HttpStatusCode.Conflict, "consultation.not_planned");
        var listed = (await clinic.GetAsync<ConsultationListItem[]>("/api/consultations?mine=true")).Single(item => item.Id == waiting.Id);
        Assert.Equal(ConsultationStatus.Cancelled, listed.Status);
    }

    private static Task<HttpResponseMessage> SubmitAsync(HttpClient clinic, ConsultationDetails opened, int urgency) =>
        clinic.PostAsJsonAsync($"/api/consultations/{opened.Id}/submit", new { departmentId = opened.Department.Id, urgency });
}
