using System.Net;

namespace Telehealth.Consultations;

public sealed class CancelConsultationTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    private static readonly object _reason = new { reason = "病人回家了" };

    [Fact]
    public async Task A_cancelled_case_leaves_the_queue_and_takes_nothing_more()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var waiting = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic), "Dermatology");
        await clinic.TryPostAsync(PathOf(waiting.Id), new { reason = "" })
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "request.invalid");
        var cancelled = await clinic.PostAsync<ConsultationDetails>(PathOf(waiting.Id), _reason);
        Assert.Equal(ConsultationStatus.Cancelled, cancelled.Status);
        var doctor = await app.SignInAsync("dr-zhou");
        Assert.Empty(await doctor.GetAsync<QueueEntryView[]>($"/api/departments/{waiting.Department.Id}/queue"));
        await clinic.TryPostAsync($"/api/consultations/{waiting.Id}/submit", new { departmentId = waiting.Department.Id, urgency = 3 })
            .IsRefusedAsync(HttpStatusCode.Conflict, "consultation.not_planned");
        var listed = (await clinic.GetAsync<ConsultationListItem[]>("/api/consultations?mine=true")).Single(item => item.Id == waiting.Id);
        Assert.Equal(ConsultationStatus.Cancelled, listed.Status);
    }

    [Fact]
    public async Task Whoever_invited_a_patient_may_call_it_off_and_the_patient_sees_it()
    {
        var staff = await app.SignInAsync("coordinator-deng");
        var (patient, id) = await app.QueueDirectAsync(staff);
        await staff.PostAsync<ConsultationDetails>(PathOf(id), _reason);
        var mine = await patient.GetAsync<MyConsultation>("/api/my/consultation");
        Assert.Equal(ConsultationStatus.Cancelled, mine.Status);
        Assert.Null(mine.Queue);
    }

    [Fact]
    public async Task What_has_begun_or_is_over_is_not_cancelled()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var doctor = await app.SignInAsync("dr-li");
        var talk = await app.TalkAsync(clinic, doctor);
        await clinic.TryPostAsync(PathOf(talk.Id), _reason).IsRefusedAsync(HttpStatusCode.Conflict, "consultation.closed");
        await doctor.EndAsync(talk.Id);
        await clinic.TryPostAsync(PathOf(talk.Id), _reason).IsRefusedAsync(HttpStatusCode.Conflict, "consultation.closed");
        Assert.Equal(ConsultationStatus.Ended, (await clinic.GetAsync<ConsultationDetails>($"/api/consultations/{talk.Id}")).Status);
    }

    [Fact]
    public async Task Only_who_asked_for_it_calls_it_off()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var waiting = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic));
        await app.HidesAsync(
            waiting.Id,
            ["dr-li", "dr-zhou", "clinic-he", "clinic-gao", "coordinator-deng"],
            (outsider, id) => outsider.TryPostAsync(PathOf(id), _reason));
        await app.IsClosedAsync(["pharmacist-luo", "admin-qian"], caller => caller.TryPostAsync(PathOf(waiting.Id), _reason));
        Assert.Equal(ConsultationStatus.Waiting, (await clinic.GetAsync<ConsultationDetails>($"/api/consultations/{waiting.Id}")).Status);
    }

    private static string PathOf(Guid id) => $"/api/consultations/{id}/cancel";
}
