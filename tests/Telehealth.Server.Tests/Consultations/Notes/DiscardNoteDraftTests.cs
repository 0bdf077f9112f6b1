namespace Telehealth.Consultations.Notes;

public sealed class DiscardNoteDraftTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    [Fact]
    public async Task An_amendment_draft_can_be_thrown_away()
    {
        var (doctor, talk) = await StartAsync();
        await doctor.EndAsync(talk.Id);
        await doctor.SignAsync(talk.Id);
        await doctor.DraftAsync(talk.Id, version: 2);
        var read = await doctor.DeleteAsync<ConsultationDetails>($"/api/consultations/{talk.Id}/note/draft");
        Assert.Null(read.Note.Draft);
        Assert.Single(read.Note.Versions);
    }

    [Fact]
    public async Task Only_its_doctor_throws_a_draft_away()
    {
        var (doctor, talk) = await StartAsync();
        await doctor.DraftAsync(talk.Id);
        await app.HidesAsync(talk.Id, ["dr-wang", "dr-zhou"], (outsider, id) => outsider.DeleteAsync(PathOf(id)));
        await app.IsClosedAsync(["clinic-ma", "coordinator-deng"], caller => caller.DeleteAsync(PathOf(talk.Id)));
        var read = await doctor.GetAsync<ConsultationDetails>($"/api/consultations/{talk.Id}");
        Assert.Equal(Scenes.FinishedNote.Advice, read.Note.Draft!.Advice);
    }

    private static string PathOf(Guid id) => $"/api/consultations/{id}/note/draft";

    private async Task<(HttpClient Doctor, ConsultationDetails Talk)> StartAsync()
    {
        var doctor = await app.SignInAsync("dr-li");
        return (doctor, await app.TalkAsync(await app.SignInAsync("clinic-ma"), doctor));
    }
}
