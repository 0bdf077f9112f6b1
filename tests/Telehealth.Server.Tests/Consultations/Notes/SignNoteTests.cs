using System.Net;
using System.Net.Http.Json;

namespace Telehealth.Consultations.Notes;

public sealed class SignNoteTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    [Fact]
    public async Task A_note_is_signed_after_the_talk_and_with_what_it_needs()
    {
        var (_, doctor, talk) = await StartAsync();
        var note = $"/api/consultations/{talk.Id}/note";
        var unfinished = new { text = new NoteText("头痛", "", [], null, ""), version = 1 };
        await doctor.PostAsJsonAsync(note + "/sign", unfinished).IsRefusedAsync(HttpStatusCode.Conflict, "note.not_ended");
        await doctor.EndAsync(talk.Id);
        var problem = await doctor.PostAsJsonAsync(note + "/sign", unfinished)
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "note.incomplete");
        Assert.Equal(["diagnoses", "advice"], problem["details"]!["missing"]!.AsArray().Select(field => (string?)field));
        Assert.Equal(ConsultationStatus.Completed, (await doctor.SignAsync(talk.Id)).Status);
    }

    [Fact]
    public async Task An_amendment_is_a_new_version_with_a_reason_and_the_old_one_stays()
    {
        var (clinic, doctor, talk) = await StartAsync();
        await doctor.EndAsync(talk.Id);
        await doctor.SignAsync(talk.Id);
        var note = $"/api/consultations/{talk.Id}/note";
        var text = Scenes.FinishedNote with { Advice = "明日来院复查" };
        await doctor.DraftAsync(talk.Id, text, 2);
        Assert.Equal("明日来院复查", (await doctor.GetAsync<ConsultationDetails>($"/api/consultations/{talk.Id}")).Note.Draft!.Advice);
        await doctor.PostAsJsonAsync(note + "/sign", new { text, version = 2, amendmentReason = " " })
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "note.amendment_reason_missing");
        var amended = await doctor.PostAsync<ConsultationDetails>(
            note + "/sign", new { text, version = 2, amendmentReason = "补充复查时间" });
        Assert.Equal([1, 2], amended.Note.Versions.Select(version => version.Version));
        Assert.Equal(Scenes.FinishedNote.Advice, amended.Note.Versions[0].Advice);
        Assert.Equal(("明日来院复查", "补充复查时间"), (amended.Note.Versions[1].Advice, amended.Note.Versions[1].AmendmentReason));
        Assert.Null(amended.Note.Draft);
        Assert.Equal(2, (await clinic.GetAsync<ConsultationDetails>($"/api/consultations/{talk.Id}")).Note.Versions.Count);
    }

    [Fact]
    public async Task Two_clicks_sign_one_version()
    {
        var (_, doctor, talk) = await StartAsync();
        await doctor.EndAsync(talk.Id);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => doctor.PostAsync<ConsultationDetails>(
            $"/api/consultations/{talk.Id}/note/sign", new { text = Scenes.FinishedNote, version = 1 })));
        Assert.All(answers, answer => Assert.Single(answer.Note.Versions));
        Assert.Single((await doctor.GetAsync<ConsultationDetails>($"/api/consultations/{talk.Id}")).Note.Versions);
    }

    [Fact]
    public async Task What_is_signed_is_what_the_doctor_saw_and_no_draft_of_another_tab()
    {
        var (_, doctor, talk) = await StartAsync();
        await doctor.EndAsync(talk.Id);
        await doctor.DraftAsync(talk.Id, Scenes.FinishedNote with { Advice = "另一个窗口里的旧文字" });
        var signed = await doctor.PostAsync<ConsultationDetails>(
            $"/api/consultations/{talk.Id}/note/sign", new { text = Scenes.FinishedNote, version = 1 });
        Assert.Equal(Scenes.FinishedNote.Advice, Assert.Single(signed.Note.Versions).Advice);
        Assert.Null(signed.Note.Draft);
    }

    [Fact]
    public async Task A_signature_whose_answer_was_lost_is_answered_again_and_another_text_is_refused()
    {
        var (_, doctor, talk) = await StartAsync();
        await doctor.EndAsync(talk.Id);
        var sign = $"/api/consultations/{talk.Id}/note/sign";
        var first = await doctor.PostAsync<ConsultationDetails>(sign, new { text = Scenes.FinishedNote, version = 1 });
        app.Clock.Advance(TimeSpan.FromSeconds(20));
        var second = await doctor.PostAsync<ConsultationDetails>(sign, new { text = Scenes.FinishedNote, version = 1 });
        Assert.Equal(first.Note.Versions.Single().SignedAt, second.Note.Versions.Single().SignedAt);
        await doctor.PostAsJsonAsync(sign, new { text = Scenes.FinishedNote with { Advice = "住院" }, version = 1 })
            .IsRefusedAsync(HttpStatusCode.Conflict, "note.already_signed");
        await doctor.PostAsJsonAsync(sign, new { text = Scenes.FinishedNote, version = 3, amendmentReason = "更正" })
            .IsRefusedAsync(HttpStatusCode.Conflict, "note.already_signed");
    }

    [Fact]
    public async Task Drafts_and_a_signature_at_the_same_time_lose_nothing_that_was_signed()
    {
        var (_, doctor, talk) = await StartAsync();
        await doctor.EndAsync(talk.Id);
        var drafts = Enumerable.Range(0, 6).Select(turn => doctor.PutAsJsonAsync(
            $"/api/consultations/{talk.Id}/note", new { text = Scenes.FinishedNote with { Advice = $"草稿 {turn}" }, version = 1 }));
        var signing = doctor.PostAsync<ConsultationDetails>(
            $"/api/consultations/{talk.Id}/note/sign", new { text = Scenes.FinishedNote, version = 1 });
        await Task.WhenAll(drafts.Append<Task>(signing));
        var note = (await doctor.GetAsync<ConsultationDetails>($"/api/consultations/{talk.Id}")).Note;
        Assert.Equal(Scenes.FinishedNote.Advice, Assert.Single(note.Versions).Advice);
        Assert.Null(note.Draft);
    }

    [Fact]
    public async Task Only_the_treating_doctor_signs()
    {
        var (_, doctor, talk) = await StartAsync();
        await doctor.DraftAsync(talk.Id);
        await doctor.EndAsync(talk.Id);
        var written = new { text = Scenes.FinishedNote, version = 1 };
        await app.HidesAsync(
            talk.Id, ["dr-wang", "dr-zhou"], (outsider, id) => outsider.TryPostAsync($"/api/consultations/{id}/note/sign", written));
        await app.IsClosedAsync(
            ["clinic-ma", "coordinator-deng"], caller => caller.TryPostAsync($"/api/consultations/{talk.Id}/note/sign", written));
        Assert.Empty((await doctor.GetAsync<ConsultationDetails>($"/api/consultations/{talk.Id}")).Note.Versions);
    }

    [Fact]
    public async Task A_signature_has_the_limits_of_a_note_and_a_version()
    {
        var (_, doctor, talk) = await StartAsync();
        await doctor.EndAsync(talk.Id);
        object[] signatures =
        [
            new { text = Scenes.FinishedNote, version = 0 },
            new { text = Scenes.FinishedNote, version = 1, amendmentReason = new string('长', 501) },
            new { text = Scenes.FinishedNote with { Advice = new string('长', NoteText.MaxTextLength + 1) }, version = 1 },
        ];
        foreach (var signature in signatures)
        {
            await doctor.TryPostAsync($"/api/consultations/{talk.Id}/note/sign", signature)
                .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "request.invalid");
        }
    }

    private async Task<(HttpClient Clinic, HttpClient Doctor, ConsultationDetails Talk)> StartAsync()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var doctor = await app.SignInAsync("dr-li");
        return (clinic, doctor, await app.TalkAsync(clinic, doctor));
    }
}
