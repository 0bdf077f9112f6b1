using System.Net;
using System.Text.Json;

namespace Telehealth.Consultations.Notes;

public sealed class SaveNoteTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    [Fact]
    public async Task What_is_typed_is_kept_word_for_word_with_its_time()
    {
        var (_, doctor, talk) = await StartAsync();
        var saved = await doctor.PutAsync<SaveNote.Response>(PathOf(talk.Id), Written(Scenes.FinishedNote));
        Assert.Equal(app.Clock.GetUtcNow(), saved.SavedAt);
        var note = (await doctor.GetAsync<ConsultationDetails>($"/api/consultations/{talk.Id}")).Note;
        Assert.Equal(saved.SavedAt, note.DraftSavedAt);
        Assert.Equal(JsonSerializer.Serialize(Scenes.FinishedNote), JsonSerializer.Serialize(note.Draft));
        Assert.Empty(note.Versions);
    }

    [Fact]
    public async Task A_draft_belongs_to_its_doctor_alone()
    {
        var (clinic, doctor, talk) = await StartAsync();
        await doctor.DraftAsync(talk.Id);
        Assert.Null((await clinic.GetAsync<ConsultationDetails>($"/api/consultations/{talk.Id}")).Note.Draft);
        await app.HidesAsync(talk.Id, ["dr-wang", "dr-zhou"], (outsider, id) => outsider.TryPutAsync(PathOf(id), Written(Scenes.FinishedNote)));
        await app.IsClosedAsync(["clinic-ma", "coordinator-deng"], caller => caller.TryPutAsync(PathOf(talk.Id), Written(Scenes.FinishedNote)));
    }

    [Fact]
    public async Task A_doctor_who_handed_the_patient_back_writes_no_more()
    {
        var (_, doctor, talk) = await StartAsync();
        await doctor.PostAsync<ConsultationDetails>($"/api/consultations/{talk.Id}/hand-back");
        await doctor.TryPutAsync(PathOf(talk.Id), Written(Scenes.FinishedNote))
            .IsRefusedAsync(HttpStatusCode.NotFound, "consultation.not_found");
    }

    [Fact]
    public async Task A_note_has_limits()
    {
        var (_, doctor, talk) = await StartAsync();
        var diagnosis = Scenes.FinishedNote.Diagnoses[0];
        NoteText[] notes =
        [
            Scenes.FinishedNote with { Advice = new string('长', NoteText.MaxTextLength + 1) },
            Scenes.FinishedNote with { Diagnoses = [.. Enumerable.Repeat(diagnosis, NoteText.MaxDiagnoses + 1)] },
            Scenes.FinishedNote with { Diagnoses = [diagnosis with { Text = "" }] },
            Scenes.FinishedNote with { Syndrome = new CodedDiagnosis(new string('1', 21), "热证") },
        ];
        foreach (var note in notes)
        {
            await doctor.TryPutAsync(PathOf(talk.Id), Written(note)).IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "request.invalid");
        }

        await doctor.TryPutAsync(PathOf(talk.Id), new { text = Scenes.FinishedNote, version = 0 })
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "request.invalid");
    }

    [Fact]
    public async Task A_draft_that_arrives_after_the_signature_begins_no_amendment()
    {
        var (_, doctor, talk) = await StartAsync();
        await doctor.EndAsync(talk.Id);
        await doctor.SignAsync(talk.Id);
        await doctor.TryPutAsync(PathOf(talk.Id), Written(Scenes.FinishedNote))
            .IsRefusedAsync(HttpStatusCode.Conflict, "note.already_signed");
        Assert.Null((await doctor.GetAsync<ConsultationDetails>($"/api/consultations/{talk.Id}")).Note.Draft);
    }

    private static object Written(NoteText text) => new { text, version = 1 };

    private static string PathOf(Guid id) => $"/api/consultations/{id}/note";

    private async Task<(HttpClient Clinic, HttpClient Doctor, ConsultationDetails Talk)> StartAsync()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var doctor = await app.SignInAsync("dr-li");
        return (clinic, doctor, await app.TalkAsync(clinic, doctor));
    }
}
