using System.Net;
using Telehealth.Consultations.Intake;
using Telehealth.Consultations.Triage;

namespace Telehealth.Consultations;

public sealed class SaveCaseTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    private static readonly CaseDraft _draft = new(Scenes.Cough, "高血压十年", VitalSigns.None with { HeightCm = 158.5m }, 3);

    [Fact]
    public async Task What_the_clinic_doctor_writes_is_kept_and_read_by_the_department()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var opened = await clinic.OpenCaseAsync(await app.StrangerAsync(clinic));
        var saved = await clinic.PutAsync<ConsultationDetails>(PathOf(opened.Id), _draft);
        Assert.Equal((ConsultationStatus.Planned, 3), (saved.Status, saved.Urgency));
        await clinic.SubmitAsync(opened);
        var read = await (await app.SignInAsync("dr-li")).GetAsync<ConsultationDetails>($"/api/consultations/{opened.Id}");
        Assert.Equal((_draft.History, _draft.VitalSigns), (read.History, read.VitalSigns));
        Assert.Equal(Scenes.Cough.Symptoms, read.Complaint.Symptoms);
    }

    [Fact]
    public async Task Measuring_again_while_the_patient_waits_moves_the_patient_forward()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var first = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic), "Endocrinology");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic), "Endocrinology");
        await clinic.PutAsync<ConsultationDetails>(
            PathOf(second.Id), new CaseDraft(Scenes.Cough, "", VitalSigns.None with { GlucoseMmolPerL = 2.5m }, 3));
        var doctor = await app.SignInAsync("dr-zhang");
        var next = await doctor.PostAsync<ConsultationDetails>($"/api/departments/{first.Department.Id}/queue/next");
        Assert.Equal(second.Id, next.Id);
    }

    [Fact]
    public async Task A_slip_of_the_keyboard_is_refused_with_its_field()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var opened = await clinic.OpenCaseAsync(await app.StrangerAsync(clinic));
        var complaint = Complaint.Empty with { Symptoms = ["fever"] };
        var problem = await clinic.TryPutAsync(
                PathOf(opened.Id), new CaseDraft(complaint, "", VitalSigns.None with { TemperatureC = 385 }, 3))
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "vital_signs.implausible");
        Assert.Equal("temperatureC", (string?)problem["details"]!["field"]);
    }

    [Fact]
    public async Task A_fifth_level_of_urgency_and_unknown_symptoms_are_refused()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var opened = await clinic.OpenCaseAsync(await app.StrangerAsync(clinic));
        CaseDraft[] drafts =
        [
            _draft with { Urgency = 0 },
            _draft with { Urgency = 5 },
            _draft with { History = new string('长', 4_001) },
            _draft with { Complaint = Complaint.Empty with { Symptoms = ["curse"] } },
        ];
        foreach (var draft in drafts)
        {
            await clinic.TryPutAsync(PathOf(opened.Id), draft).IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "request.invalid");
        }
    }

    [Fact]
    public async Task A_case_is_written_on_during_the_talk_and_not_after_it()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var doctor = await app.SignInAsync("dr-li");
        var talk = await app.TalkAsync(clinic, doctor);
        Assert.Equal(_draft.History, (await clinic.PutAsync<ConsultationDetails>(PathOf(talk.Id), _draft)).History);
        await doctor.EndAsync(talk.Id);
        await clinic.TryPutAsync(PathOf(talk.Id), _draft).IsRefusedAsync(HttpStatusCode.Conflict, "consultation.closed");
    }

    [Fact]
    public async Task Another_clinic_doctor_changes_nothing_of_a_case()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var opened = await clinic.OpenCaseAsync(await app.StrangerAsync(clinic));
        await app.HidesAsync(opened.Id, ["clinic-he", "clinic-gao"], (outsider, id) => outsider.TryPutAsync(PathOf(id), _draft));
        await app.IsClosedAsync(["dr-li", "coordinator-deng"], caller => caller.TryPutAsync(PathOf(opened.Id), _draft));
    }

    [Fact]
    public async Task What_a_patient_at_home_wrote_is_not_the_inviters_to_change()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var (_, id) = await app.QueueDirectAsync(clinic);
        await clinic.TryPutAsync(PathOf(id), _draft).IsRefusedAsync(HttpStatusCode.NotFound, "consultation.not_found");
    }

    private static string PathOf(Guid id) => $"/api/consultations/{id}/case";
}
