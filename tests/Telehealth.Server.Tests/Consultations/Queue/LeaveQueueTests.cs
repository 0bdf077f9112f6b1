using System.Net;
using Telehealth.Consultations.Invitations;

namespace Telehealth.Consultations.Queue;

public sealed class LeaveQueueTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    private const string Queue = "/api/my/consultation/queue";

    [Fact]
    public async Task Leaving_gives_the_place_up_and_keeps_the_complaint()
    {
        var staff = await app.SignInAsync("coordinator-deng");
        var (patient, id) = await app.QueueDirectAsync(staff);
        var again = await patient.PostAsync<MyConsultation>(Queue);
        Assert.Equal(ConsultationStatus.Waiting, again.Status);
        var left = await patient.DeleteAsync<MyConsultation>(Queue);
        Assert.Equal(ConsultationStatus.Planned, left.Status);
        Assert.Null(left.Queue);
        Assert.Equal(Scenes.Cough.Text, left.Complaint.Text);
        var doctor = await app.SignInAsync("dr-li");
        await doctor.TryPostAsync($"/api/departments/{await doctor.DepartmentAsync()}/queue/next")
            .IsRefusedAsync(HttpStatusCode.Conflict, "queue.empty");
        await doctor.TryPostAsync($"/api/consultations/{id}/accept")
            .IsRefusedAsync(HttpStatusCode.NotFound, "consultation.not_found");
    }

    [Fact]
    public async Task Leaving_twice_is_no_error_and_coming_back_means_the_end_of_the_queue()
    {
        var staff = await app.SignInAsync("coordinator-deng");
        var (first, _) = await app.QueueDirectAsync(staff, "Dermatology");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var (second, _) = await app.QueueDirectAsync(staff, "Dermatology");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await first.DeleteAsync<MyConsultation>(Queue);
        Assert.Equal(ConsultationStatus.Planned, (await first.DeleteAsync<MyConsultation>(Queue)).Status);
        Assert.Equal(2, (await first.PostAsync<MyConsultation>(Queue)).Queue!.Place);
        Assert.Equal(1, (await second.GetAsync<MyConsultation>("/api/my/consultation")).Queue!.Place);
    }

    [Fact]
    public async Task Who_was_called_has_no_place_to_leave()
    {
        var (patient, id) = await app.QueueDirectAsync(await app.SignInAsync("coordinator-deng"), "Respiratory Medicine");
        await (await app.SignInAsync("dr-chen")).AcceptAsync(id);
        await patient.DeleteAsync(Queue).IsRefusedAsync(HttpStatusCode.Conflict, "consultation.not_waiting");
    }

    [Fact]
    public async Task A_clinic_doctors_case_is_not_taken_out_of_the_queue_by_the_patients_phone()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var person = await app.StrangerAsync(clinic);
        var waiting = await clinic.QueueCaseAsync(person, "Respiratory Medicine");
        var phone = await app.ArriveAsync(
            await clinic.PostAsync<InvitationView>($"/api/consultations/{waiting.Id}/invitations"), person);
        await phone.DeleteAsync(Queue).IsRefusedAsync(HttpStatusCode.Conflict, "consultation.not_direct");
        Assert.Equal(ConsultationStatus.Waiting, (await phone.GetAsync<MyConsultation>("/api/my/consultation")).Status);
    }

    [Fact]
    public async Task Only_a_patient_leaves()
    {
        foreach (var outsider in new[] { app.AnonymousClient(), await app.SignInAsync("dr-li") })
        {
            await outsider.DeleteAsync(Queue).IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
        }
    }
}
