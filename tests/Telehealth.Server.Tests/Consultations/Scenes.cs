using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Telehealth.Consultations.Intake;
using Telehealth.Consultations.Invitations;
using Telehealth.Consultations.Notes;
using Telehealth.Consultations.Photos;
using Telehealth.Consultations.Triage;
using Telehealth.Directory;

namespace Telehealth.Consultations;

/// <summary>What people do before a test begins: intents of the demo consortium's staff and patients.</summary>
internal static class Scenes
{
    public const string WangXiulan = "王秀兰";

    private static readonly ConditionalWeakTable<TelehealthApp, HashSet<Guid>> _met = [];

    public static readonly Complaint Cough = new(["cough", "fever"], "咳嗽三天,夜里加重", ComplaintDuration.Days, ComplaintSeverity.Moderate, []);

    public static readonly NoteText FinishedNote = new(
        "咳嗽三天", "咽部充血", [new CodedDiagnosis("J06.9", "急性上呼吸道感染")], new CodedDiagnosis("SE72", "热证"), "多饮水,三天后复诊");

    public static async Task<Guid> DepartmentAsync(this HttpClient staff, string englishName = "Cardiology") =>
        (await staff.GetAsync<DepartmentView[]>("/api/departments")).Single(department => department.Name.En == englishName).Id;

    public static async Task<PatientListItem> PatientAsync(this HttpClient staff, string name = WangXiulan) =>
        (await staff.GetAsync<PatientListItem[]>($"/api/patients?query={Uri.EscapeDataString(name)}")).First();

    /// <summary>Somebody whom no other test of the app has met; a patient waits with one department only once.</summary>
    public static async Task<PatientListItem> StrangerAsync(this TelehealthApp app, HttpClient staff)
    {
        var patients = await staff.GetAsync<PatientListItem[]>("/api/patients");
        var met = _met.GetOrCreateValue(app);
        lock (met)
        {
            var stranger = patients.First(patient => !met.Contains(patient.Id));
            met.Add(stranger.Id);
            return stranger;
        }
    }

    public static async Task<InvitationView> InviteAsync(
        this HttpClient staff, PatientListItem? patient = null, string department = "Cardiology") =>
        await staff.PostAsync<InvitationView>(
            "/api/invitations",
            new
            {
                patientId = (patient ?? await staff.PatientAsync()).Id,
                departmentId = await staff.DepartmentAsync(department),
            });

    public static string SecretOf(this InvitationView invitation) => invitation.Url.Split('#')[1];

    public static Task<HttpResponseMessage> ConfirmAsync(
        this HttpClient browser, InvitationView invitation, string name = WangXiulan, int birthYear = 1957) =>
        browser.PostAsJsonAsync("/api/invitations/confirm", new { secret = invitation.SecretOf(), name, birthYear });

    public static Task<HttpResponseMessage> LookUpAsync(this HttpClient browser, string secret) =>
        browser.PostAsJsonAsync("/api/invitations/look-up", new { secret });

    /// <summary>A patient's browser that has confirmed the invitation.</summary>
    public static async Task<HttpClient> ArriveAsync(
        this TelehealthApp app, InvitationView invitation, PatientListItem? patient = null)
    {
        var browser = app.AnonymousClient();
        await Api.ReadAsync<MyConsultation>(
            await browser.ConfirmAsync(invitation, patient?.Name ?? WangXiulan, patient?.BirthDate.Year ?? 1957));
        return browser;
    }

    /// <summary>A patient at home who has confirmed, and nothing more.</summary>
    public static async Task<HttpClient> ArriveAsync(this TelehealthApp app, HttpClient staff, string department = "Cardiology")
    {
        var patient = await app.StrangerAsync(staff);
        return await app.ArriveAsync(await staff.InviteAsync(patient, department), patient);
    }

    public static async Task<MyConsultation> ConsentAsync(this HttpClient patient) =>
        await patient.PostAsync<MyConsultation>(
            "/api/my/consultation/consent", new { version = Consent.Current().Version, language = "zh" });

    public static async Task<MyConsultation> WaitInQueueAsync(this HttpClient patient, Complaint? complaint = null)
    {
        await patient.ConsentAsync();
        await patient.PutAsync<MyConsultation>("/api/my/consultation/complaint", complaint ?? Cough);
        return await patient.PostAsync<MyConsultation>("/api/my/consultation/queue");
    }

    /// <summary>A patient at home, waiting.</summary>
    public static async Task<(HttpClient Patient, Guid Id)> QueueDirectAsync(
        this TelehealthApp app, HttpClient staff, string department = "Cardiology")
    {
        var patient = await app.ArriveAsync(staff, department);
        return (patient, (await patient.WaitInQueueAsync()).Id);
    }

    public static async Task<ConsultationDetails> OpenCaseAsync(
        this HttpClient clinicDoctor, PatientListItem? patient = null, string department = "Cardiology") =>
        await clinicDoctor.PostAsync<ConsultationDetails>(
            "/api/consultations",
            new
            {
                patientId = (patient ?? await clinicDoctor.PatientAsync()).Id,
                departmentId = await clinicDoctor.DepartmentAsync(department),
            });

    public static Task<ConsultationDetails> SubmitAsync(this HttpClient clinicDoctor, ConsultationDetails opened, int urgency = 3) =>
        clinicDoctor.PostAsync<ConsultationDetails>(
            $"/api/consultations/{opened.Id}/submit", new { departmentId = opened.Department.Id, urgency });

    /// <summary>A clinic doctor's case, waiting.</summary>
    public static async Task<ConsultationDetails> QueueCaseAsync(
        this HttpClient clinicDoctor, PatientListItem? patient = null, string department = "Cardiology", int urgency = 3)
    {
        var opened = await clinicDoctor.OpenCaseAsync(patient, department);
        await clinicDoctor.PutAsync<ConsultationDetails>(
            $"/api/consultations/{opened.Id}/case", new CaseDraft(Cough, "", VitalSigns.None, urgency));
        return await clinicDoctor.SubmitAsync(opened, urgency);
    }

    public static Task<ConsultationDetails> AcceptAsync(this HttpClient doctor, Guid id) =>
        doctor.PostAsync<ConsultationDetails>($"/api/consultations/{id}/accept");

    public static Task<ConsultationDetails> DetailsAsync(this HttpClient staff, Guid id) =>
        staff.GetAsync<ConsultationDetails>($"/api/consultations/{id}");

    public static Task<MyConsultation> MineAsync(this HttpClient patient) => patient.GetAsync<MyConsultation>("/api/my/consultation");

    public static async Task IsDoneAsync(this Task<HttpResponseMessage> answer)
    {
        using var response = await answer;
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }

    public static async Task<ConsultationDetails> EndAsync(this HttpClient doctor, Guid id) =>
        await doctor.PostAsync<ConsultationDetails>($"/api/consultations/{id}/end");

    public static async Task<ConsultationDetails> SignAsync(this HttpClient doctor, Guid id, NoteText? note = null)
    {
        await doctor.DraftAsync(id, note);
        return await doctor.PostAsync<ConsultationDetails>(
            $"/api/consultations/{id}/note/sign", new { text = note ?? FinishedNote, version = 1 });
    }

    public static Task<JsonElement> DraftAsync(this HttpClient doctor, Guid id, NoteText? note = null, int version = 1) =>
        doctor.PutAsync<JsonElement>($"/api/consultations/{id}/note", new { text = note ?? FinishedNote, version });

    public static Task<HttpResponseMessage> UploadAsync(this HttpClient client, string path, byte[] bytes)
    {
        var file = new ByteArrayContent(bytes);
        file.Headers.ContentType = new("image/jpeg");
        return client.PostAsync(path, new MultipartFormDataContent { { file, "file", "photo.jpg" } });
    }

    public static async Task<PhotoView> AddPhotoAsync(this HttpClient client, string path, byte[]? bytes = null) =>
        await Api.ReadAsync<PhotoView>(await client.UploadAsync(path, bytes ?? SamplePhotos.Png()));

    /// <summary>A clinic doctor's case that a doctor of the department has taken.</summary>
    public static async Task<ConsultationDetails> TalkAsync(
        this TelehealthApp app, HttpClient clinicDoctor, HttpClient doctor, string department = "Cardiology")
    {
        var waiting = await clinicDoctor.QueueCaseAsync(await app.StrangerAsync(clinicDoctor), department);
        return await doctor.AcceptAsync(waiting.Id);
    }
}
