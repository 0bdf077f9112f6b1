using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Telehealth.Consultations;

public sealed class GetConsultationTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    [Fact]
    public async Task A_foreign_case_answers_exactly_like_a_missing_one()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var waiting = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic), "Dermatology");
        foreach (var userName in new[] { "dr-li", "dr-xu", "clinic-he", "clinic-gao", "coordinator-deng" })
        {
            var outsider = await app.SignInAsync(userName);
            Assert.Equal(await BodyAsync(outsider, Guid.CreateVersion7()), await BodyAsync(outsider, waiting.Id));
        }
    }

    [Fact]
    public async Task A_colleague_sees_who_waits_and_no_longer_whom_another_treats()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var waiting = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic), "Dermatology");
        var (doctor, colleague) = (await app.SignInAsync("dr-zhou"), await app.SignInAsync("dr-wu"));
        var path = $"/api/consultations/{waiting.Id}";
        Assert.Equal(Scenes.Cough.Text, (await colleague.GetAsync<ConsultationDetails>(path)).Complaint.Text);
        await doctor.AcceptAsync(waiting.Id);
        await colleague.GetAsync(path).IsRefusedAsync(HttpStatusCode.NotFound, "consultation.not_found");
        await doctor.EndAsync(waiting.Id);
        Assert.Equal(ConsultationStatus.Ended, (await doctor.GetAsync<ConsultationDetails>(path)).Status);
        foreach (var action in new[] { "end", "hand-back" })
        {
            await colleague.PostAsJsonAsync($"{path}/{action}", new { }).IsRefusedAsync(HttpStatusCode.NotFound, "consultation.not_found");
            await doctor.PostAsJsonAsync($"{path}/{action}", new { }).IsRefusedAsync(HttpStatusCode.Conflict, "consultation.not_in_progress");
        }
    }

    [Fact]
    public async Task Another_clinic_doctor_changes_nothing_of_a_case()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var opened = await clinic.OpenCaseAsync(await app.StrangerAsync(clinic));
        var other = await app.SignInAsync("clinic-he");
        var path = $"/api/consultations/{opened.Id}";
        await other.PutAsJsonAsync(path + "/case", new { complaint = new { symptoms = Array.Empty<string>(), text = "x", duration = (string?)null, severity = (string?)null, redFlags = Array.Empty<string>() }, history = "", vitalSigns = Triage.VitalSigns.None, urgency = 3 })
            .IsRefusedAsync(HttpStatusCode.NotFound, "consultation.not_found");
        await other.PostAsJsonAsync(path + "/submit", new { departmentId = opened.Department.Id, urgency = 3 })
            .IsRefusedAsync(HttpStatusCode.NotFound, "consultation.not_found");
        await other.PostAsJsonAsync(path + "/cancel", new { reason = "x" }).IsRefusedAsync(HttpStatusCode.NotFound, "consultation.not_found");
        await other.PostAsJsonAsync(path + "/invitations", new { }).IsRefusedAsync(HttpStatusCode.NotFound, "consultation.not_found");
    }

    [Fact]
    public async Task A_practitioner_lists_the_own_consultations_and_no_others()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var doctor = await app.SignInAsync("dr-zhang");
        var talk = await app.TalkAsync(clinic, doctor, "Endocrinology");
        var listed = Assert.Single(await doctor.GetAsync<ConsultationListItem[]>("/api/consultations?mine=true"));
        Assert.Equal((talk.Id, "张海燕", false), (listed.Id, listed.DoctorName!.Zh, listed.IsSigned));
        await doctor.EndAsync(talk.Id);
        await doctor.SignAsync(talk.Id);
        Assert.True(Assert.Single(await doctor.GetAsync<ConsultationListItem[]>("/api/consultations?mine=true")).IsSigned);
        Assert.Contains(await clinic.GetAsync<ConsultationListItem[]>("/api/consultations?mine=true"), item => item.Id == talk.Id);
        Assert.Empty(await (await app.SignInAsync("dr-liu")).GetAsync<ConsultationListItem[]>("/api/consultations?mine=true"));
    }

    [Fact]
    public async Task The_api_document_calls_the_records_as_the_contract_does()
    {
        var document = await app.AnonymousClient().GetAsync<JsonNode>("/openapi/v1.json");
        var names = document["components"]!["schemas"]!.AsObject().Select(schema => schema.Key).ToHashSet();
        string[] expected =
        [
            "Invitation", "InvitationPreview", "MyConsultation", "Consent", "Complaint", "Photo", "QueuePlace", "ConsultationSummary",
            "VitalSigns", "RedFlag", "RedFlagHit", "VitalSignRange", "CaseDraft", "QueueEntry", "ConsultationListItem", "ConsultationDetails",
            "CodedDiagnosis", "NoteText", "Note", "ChatMessage", "RoomEntry", "SeatName", "ConsultationStatus", "Symptom",
        ];
        Assert.Empty(expected.Except(names));
    }

    private static async Task<string> BodyAsync(HttpClient client, Guid id)
    {
        var problem = await client.GetAsync($"/api/consultations/{id}").IsRefusedAsync(HttpStatusCode.NotFound, "consultation.not_found");
        problem.AsObject().Remove("traceId");
        return problem.ToJsonString();
    }
}
