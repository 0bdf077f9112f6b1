using System.Net;
using Telehealth.Consultations.Photos;

namespace Telehealth.Consultations.Queue;

/// <summary>What the next doctor does not inherit.</summary>
public sealed class HandBackPrivacyTests : IAsyncDisposable
{
    private const string Dermatology = "Dermatology";

    private readonly ClinicApp _app = new();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_draft_is_its_authors_who_finds_it_again_when_the_patient_is_taken_back()
    {
        var (_, doctor, talk) = await StartAsync();
        await doctor.DraftAsync(talk.Id);
        await HandBackAsync(doctor, talk.Id);
        var colleague = await _app.SignInAsync("dr-wu");
        var taken = await colleague.AcceptAsync(talk.Id);
        Assert.Equal((null, null), (taken.Note.Draft, taken.Note.DraftSavedAt));
        await HandBackAsync(colleague, talk.Id);
        Assert.Equal(Scenes.FinishedNote.Advice, (await doctor.AcceptAsync(talk.Id)).Note.Draft!.Advice);
    }

    [Fact]
    public async Task Photos_of_the_talk_are_seen_by_those_who_talk()
    {
        var (clinic, doctor, talk) = await StartAsync();
        var photos = $"/api/consultations/{talk.Id}/photos";
        var shown = await clinic.AddPhotoAsync(photos);
        Assert.Equal(PhotoPurpose.Chat, shown.TakenFor);
        Assert.True((await doctor.GetAsync($"{photos}/{shown.Id}")).IsSuccessStatusCode);

        await HandBackAsync(doctor, talk.Id);
        var colleague = await _app.SignInAsync("dr-wu");
        Assert.Empty((await colleague.GetAsync<ConsultationDetails>($"/api/consultations/{talk.Id}")).Photos);
        await colleague.GetAsync($"{photos}/{shown.Id}").IsRefusedAsync(HttpStatusCode.NotFound, "photo.not_found");
        Assert.Equal(shown.Id, Assert.Single((await colleague.AcceptAsync(talk.Id)).Photos).Id);
        Assert.True((await clinic.GetAsync($"{photos}/{shown.Id}")).IsSuccessStatusCode);
    }

    private static Task<ConsultationDetails> HandBackAsync(HttpClient doctor, Guid id) =>
        doctor.PostAsync<ConsultationDetails>($"/api/consultations/{id}/hand-back");

    private async Task<(HttpClient Clinic, HttpClient Doctor, ConsultationDetails Talk)> StartAsync()
    {
        var clinic = await _app.SignInAsync("clinic-ma");
        var doctor = await _app.SignInAsync("dr-zhou");
        return (clinic, doctor, await _app.TalkAsync(clinic, doctor, Dermatology));
    }
}
