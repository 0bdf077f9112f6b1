using System.Net;
using Telehealth.Consultations.Invitations;

namespace Telehealth.Consultations.Intake;

public sealed class SaveComplaintTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    private const string Mine = "/api/my/consultation/complaint";

    [Fact]
    public async Task What_is_typed_is_kept_as_a_draft()
    {
        var patient = await app.ArriveAsync(await app.SignInAsync("coordinator-deng"));
        await patient.PutAsync<MyConsultation>(Mine, Scenes.Cough);
        var read = (await patient.GetAsync<MyConsultation>("/api/my/consultation")).Complaint;
        Assert.Equal(Scenes.Cough.Text, read.Text);
        Assert.Equal(Scenes.Cough.Symptoms, read.Symptoms);
        Assert.Equal(Scenes.Cough.Duration, read.Duration);
    }

    [Fact]
    public async Task A_red_flag_shows_what_to_do_now_and_the_request_stays_open()
    {
        var patient = await app.ArriveAsync(await app.SignInAsync("coordinator-deng"), "Respiratory Medicine");
        var mine = await patient.WaitInQueueAsync(Scenes.Cough with { RedFlags = ["A04"] });
        Assert.Equal(ConsultationStatus.Waiting, mine.Status);
        Assert.Equal("立即拨打120", Assert.Single(mine.RedFlagAdvice).Flag.Action.Zh);
        var doctor = await app.SignInAsync("dr-chen");
        var queue = await doctor.GetAsync<QueueEntryView[]>(
            $"/api/departments/{await doctor.DepartmentAsync("Respiratory Medicine")}/queue");
        var entry = queue.Single(other => other.ConsultationId == mine.Id);
        Assert.Equal((1, 1), (entry.Urgency, entry.RedFlagCount));
    }

    [Theory]
    [InlineData("""{"symptoms":["curse"],"text":"","duration":null,"severity":null,"redFlags":[]}""", "request.invalid")]
    [InlineData("""{"symptoms":[],"text":"","duration":null,"severity":null,"redFlags":["Z99"]}""", "request.invalid")]
    [InlineData("""{"symptoms":[null],"text":"","duration":null,"severity":null,"redFlags":[]}""", "request.invalid")]
    [InlineData("""{"symptoms":[],"text":"","duration":"forever","severity":null,"redFlags":[]}""", "request.malformed")]
    [InlineData("""{"symptoms":[],"text":"","duration":0,"severity":null,"redFlags":[]}""", "request.malformed")]
    [InlineData("""{"symptoms":[],"text":"","redFlags":[],"status":"completed"}""", "request.malformed")]
    [InlineData("""[]""", "request.malformed")]
    public async Task A_complaint_that_is_none_is_refused_with_a_typed_error(string body, string code)
    {
        var patient = await ArriveAsync();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        var status = code == "request.invalid" ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.BadRequest;
        await patient.PutAsync(Mine, content).IsRefusedAsync(status, code);
    }

    [Fact]
    public async Task A_megabyte_of_text_is_refused_and_so_are_five_thousand_letters()
    {
        var patient = await ArriveAsync();
        using var megabyte = new StringContent(
            $$"""{"symptoms":[],"text":"{{new string('a', 1_000_000)}}","duration":null,"severity":null,"redFlags":[]}""",
            System.Text.Encoding.UTF8,
            "application/json");
        await patient.PutAsync(Mine, megabyte)
            .IsRefusedAsync(HttpStatusCode.RequestEntityTooLarge, "request.too_large");
        await patient.TryPutAsync(Mine, Saying(new string('痛', 5_000)))
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "request.invalid");
    }

    [Fact]
    public async Task A_patient_whose_case_the_clinic_doctor_writes_does_not_write_over_it()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var person = await app.StrangerAsync(clinic);
        var opened = await clinic.OpenCaseAsync(person);
        var phone = await app.ArriveAsync(
            await clinic.PostAsync<InvitationView>($"/api/consultations/{opened.Id}/invitations"), person);
        await phone.TryPutAsync(Mine, Saying("x"))
            .IsRefusedAsync(HttpStatusCode.Conflict, "consultation.not_direct");
    }

    [Fact]
    public async Task A_red_flag_that_is_added_while_waiting_moves_the_patient_forward()
    {
        var staff = await app.SignInAsync("coordinator-deng");
        await app.QueueDirectAsync(staff, "Dermatology");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var (patient, id) = await app.QueueDirectAsync(staff, "Dermatology");
        Assert.Equal(1, (await patient.PutAsync<MyConsultation>(Mine, Scenes.Cough with { RedFlags = ["A04"] })).Queue!.Place);
        var next = await (await app.SignInAsync("dr-zhou")).PostAsync<ConsultationDetails>(
            $"/api/departments/{await staff.DepartmentAsync("Dermatology")}/queue/next");
        Assert.Equal(id, next.Id);
    }

    [Fact]
    public async Task A_complaint_is_closed_once_the_doctor_has_called()
    {
        var (patient, id) = await app.QueueDirectAsync(await app.SignInAsync("coordinator-deng"));
        Assert.Equal("还发烧", (await patient.PutAsync<MyConsultation>(Mine, Saying("还发烧"))).Complaint.Text);
        await (await app.SignInAsync("dr-li")).AcceptAsync(id);
        await patient.TryPutAsync(Mine, Saying("x")).IsRefusedAsync(HttpStatusCode.Conflict, "consultation.closed");
    }

    [Fact]
    public async Task Only_a_patient_complains()
    {
        foreach (var outsider in new[] { app.AnonymousClient(), await app.SignInAsync("clinic-ma") })
        {
            await outsider.TryPutAsync(Mine, Saying("x")).IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
        }
    }

    private static Complaint Saying(string text) => Complaint.Empty with { Text = text };

    private async Task<HttpClient> ArriveAsync() => await app.ArriveAsync(await app.SignInAsync("coordinator-deng"));
}
