using System.Net;

namespace Telehealth.Consultations.Queue;

public sealed class HandBackConsultationTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    [Fact]
    public async Task A_patient_handed_back_stands_where_he_stood()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var first = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic), "Dermatology");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic), "Dermatology");
        var doctor = await app.SignInAsync("dr-zhou");
        await doctor.AcceptAsync(first.Id);
        await doctor.TryPostAsync(PathOf(second.Id)).IsRefusedAsync(HttpStatusCode.NotFound, "consultation.not_found");
        var back = await doctor.PostAsync<ConsultationDetails>(PathOf(first.Id));
        Assert.Equal((ConsultationStatus.Waiting, 1), (back.Status, back.Queue!.Place));
        Assert.Equal(first.QueuedAt, back.QueuedAt);
        Assert.Null(back.Doctor);
        var colleague = await app.SignInAsync("dr-wu");
        var taken = await colleague.PostAsync<ConsultationDetails>($"/api/departments/{first.Department.Id}/queue/next");
        Assert.Equal(first.Id, taken.Id);
    }

    [Fact]
    public async Task What_is_over_is_not_handed_back()
    {
        var doctor = await app.SignInAsync("dr-li");
        var talk = await app.TalkAsync(await app.SignInAsync("clinic-ma"), doctor);
        await doctor.EndAsync(talk.Id);
        await doctor.TryPostAsync(PathOf(talk.Id)).IsRefusedAsync(HttpStatusCode.Conflict, "consultation.not_in_progress");
        await app.HidesAsync(talk.Id, ["dr-wang"], (outsider, id) => outsider.TryPostAsync(PathOf(id)));
    }

    [Fact]
    public async Task Only_the_treating_doctor_hands_a_patient_back()
    {
        var doctor = await app.SignInAsync("dr-chen");
        var talk = await app.TalkAsync(await app.SignInAsync("clinic-ma"), doctor, "Respiratory Medicine");
        await app.HidesAsync(talk.Id, ["dr-yang", "dr-li"], (outsider, id) => outsider.TryPostAsync(PathOf(id)));
        await app.IsClosedAsync(["clinic-ma", "coordinator-deng"], caller => caller.TryPostAsync(PathOf(talk.Id)));
        Assert.Equal(ConsultationStatus.InProgress, (await doctor.GetAsync<ConsultationDetails>($"/api/consultations/{talk.Id}")).Status);
    }

    private static string PathOf(Guid id) => $"/api/consultations/{id}/hand-back";
}
