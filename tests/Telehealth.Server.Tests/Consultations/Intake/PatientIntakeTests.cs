using System.Net;
using System.Net.Http.Json;

namespace Telehealth.Consultations.Intake;

public sealed class PatientIntakeTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    private const string Complaint = "/api/my/consultation/complaint";

    [Fact]
    public async Task Nobody_waits_without_consent_and_without_a_complaint()
    {
        var patient = await app.ArriveAsync(await app.SignInAsync("coordinator-deng"));
        await patient.PostAsJsonAsync("/api/my/consultation/queue", new { })
            .IsRefusedAsync(HttpStatusCode.Conflict, "consultation.consent_missing");
        var consented = await patient.ConsentAsync();
        Assert.Equal(Consent.Current().Version, consented.Consent!.Version);
        await patient.PostAsJsonAsync("/api/my/consultation/queue", new { })
            .IsRefusedAsync(HttpStatusCode.Conflict, "consultation.complaint_missing");
    }

    [Fact]
    public async Task An_outdated_wording_is_not_consent()
    {
        var patient = await app.ArriveAsync(await app.SignInAsync("coordinator-deng"));
        await patient.PostAsJsonAsync("/api/my/consultation/consent", new { version = "2020-01", language = "zh" })
            .IsRefusedAsync(HttpStatusCode.Conflict, "consent.outdated");
        Assert.Null((await patient.GetAsync<MyConsultation>("/api/my/consultation")).Consent);
    }

    [Fact]
    public async Task Everybody_may_read_the_consent_in_both_languages_before_signing_anything()
    {
        var consent = await app.AnonymousClient().GetAsync<Consent>("/api/consents/current");
        Assert.Equal(consent.Zh.Sections.Count, consent.En.Sections.Count);
        Assert.Contains(consent.Zh.Sections, section => section.Text.Contains("120", StringComparison.Ordinal));
        Assert.NotEmpty(await app.AnonymousClient().GetAsync<Symptom[]>("/api/symptoms"));
    }

    [Fact]
    public async Task What_is_typed_is_kept_as_a_draft()
    {
        var patient = await app.ArriveAsync(await app.SignInAsync("coordinator-deng"));
        await patient.PutAsync<MyConsultation>(Complaint, Scenes.Cough);
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
        var patient = await Shared();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        var status = code == "request.invalid" ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.BadRequest;
        await patient.PutAsync(Complaint, content).IsRefusedAsync(status, code);
    }

    [Fact]
    public async Task A_megabyte_of_text_is_refused_and_so_are_five_thousand_letters()
    {
        var patient = await Shared();
        using var megabyte = new StringContent(
            $$"""{"symptoms":[],"text":"{{new string('a', 1_000_000)}}","duration":null,"severity":null,"redFlags":[]}""",
            System.Text.Encoding.UTF8,
            "application/json");
        await patient.PutAsync(Complaint, megabyte)
            .IsRefusedAsync(HttpStatusCode.RequestEntityTooLarge, "request.too_large");
        await patient.PutAsJsonAsync(Complaint, Saying(new string('痛', 5_000)))
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "request.invalid");
    }

    [Fact]
    public async Task The_patients_pages_are_closed_to_strangers_and_staff()
    {
        await app.AnonymousClient().GetAsync("/api/my/consultation")
            .IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
        await (await app.SignInAsync("dr-li")).GetAsync("/api/my/consultation")
            .IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
    }

    [Fact]
    public async Task A_patient_whose_case_the_clinic_doctor_writes_does_not_write_over_it()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var person = await app.StrangerAsync(clinic);
        var opened = await clinic.OpenCaseAsync(person);
        var phone = await app.ArriveAsync(
            await clinic.PostAsync<Invitations.InvitationView>($"/api/consultations/{opened.Id}/invitations"), person);
        await phone.PutAsJsonAsync(Complaint, Saying("x"))
            .IsRefusedAsync(HttpStatusCode.Conflict, "consultation.not_direct");
    }

    private static object Saying(string text) =>
        new { symptoms = Array.Empty<string>(), text, duration = (string?)null, severity = (string?)null, redFlags = Array.Empty<string>() };

    private async Task<HttpClient> Shared() => await app.ArriveAsync(await app.SignInAsync("coordinator-deng"));
}
