using System.Net;

namespace Telehealth.Consultations;

public sealed class EndConsultationTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    [Fact]
    public async Task A_talk_ends_once_and_stays_with_its_doctor_for_the_note()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var doctor = await app.SignInAsync("dr-li");
        var talk = await app.TalkAsync(clinic, doctor);
        app.Clock.Advance(TimeSpan.FromMinutes(7));
        var ended = await doctor.EndAsync(talk.Id);
        Assert.Equal(ConsultationStatus.Ended, ended.Status);
        Assert.Equal(TimeSpan.FromMinutes(7), ended.EndedAt - ended.StartedAt);
        Assert.Equal(talk.Doctor, ended.Doctor);
        Assert.Equal(ConsultationStatus.Ended, (await clinic.GetAsync<ConsultationDetails>($"/api/consultations/{talk.Id}")).Status);
        await doctor.TryPostAsync(PathOf(talk.Id)).IsRefusedAsync(HttpStatusCode.Conflict, "consultation.not_in_progress");
    }

    [Fact]
    public async Task Only_the_treating_doctor_ends_it()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var doctor = await app.SignInAsync("dr-zhou");
        var talk = await app.TalkAsync(clinic, doctor, "Dermatology");
        await app.HidesAsync(talk.Id, ["dr-wu", "dr-li"], (outsider, id) => outsider.TryPostAsync(PathOf(id)));
        await app.IsClosedAsync(["clinic-ma", "coordinator-deng"], caller => caller.TryPostAsync(PathOf(talk.Id)));
        Assert.Equal(ConsultationStatus.InProgress, (await doctor.GetAsync<ConsultationDetails>($"/api/consultations/{talk.Id}")).Status);
        await doctor.EndAsync(talk.Id);
        await app.HidesAsync(talk.Id, ["dr-wu"], (outsider, id) => outsider.TryPostAsync(PathOf(id)));
    }

    [Fact]
    public async Task A_patient_who_still_waits_is_nobodys_to_end()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var waiting = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic));
        await app.HidesAsync(waiting.Id, ["dr-li"], (outsider, id) => outsider.TryPostAsync(PathOf(id)));
    }

    private static string PathOf(Guid id) => $"/api/consultations/{id}/end";
}
