using System.Net;
using Telehealth.Consultations.Intake;
using Telehealth.Consultations.Invitations;

namespace Telehealth.Consultations.Queue;

public sealed class JoinQueueTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    private const string Queue = "/api/my/consultation/queue";

    [Fact]
    public async Task Nobody_waits_without_consent_and_without_a_complaint()
    {
        var patient = await app.ArriveAsync(await app.SignInAsync("coordinator-deng"));
        await patient.TryPostAsync(Queue).IsRefusedAsync(HttpStatusCode.Conflict, "consultation.consent_missing");
        var consented = await patient.ConsentAsync();
        Assert.Equal(Consent.Current().Version, consented.Consent!.Version);
        await patient.TryPostAsync(Queue).IsRefusedAsync(HttpStatusCode.Conflict, "consultation.complaint_missing");
    }

    [Fact]
    public async Task Joining_again_keeps_the_place()
    {
        var staff = await app.SignInAsync("coordinator-deng");
        var (first, _) = await app.QueueDirectAsync(staff, "Dermatology");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var (second, _) = await app.QueueDirectAsync(staff, "Dermatology");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var again = await first.PostAsync<MyConsultation>(Queue);
        Assert.Equal(ConsultationStatus.Waiting, again.Status);
        Assert.Equal((1, 0), (again.Queue!.Place, again.Queue.Ahead));
        Assert.Equal(2, (await second.PostAsync<MyConsultation>(Queue)).Queue!.Place);
    }

    [Fact]
    public async Task A_patient_waits_with_a_department_once_whoever_invited()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var hospital = await app.SignInAsync("coordinator-deng");
        var person = await app.StrangerAsync(clinic);
        var phone = await app.ArriveAsync(await clinic.InviteAsync(person), person);
        var tablet = await app.ArriveAsync(await hospital.InviteAsync(person), person);
        await phone.WaitInQueueAsync();
        await tablet.ConsentAsync();
        await tablet.PutAsync<MyConsultation>("/api/my/consultation/complaint", Scenes.Cough);
        await tablet.TryPostAsync(Queue).IsRefusedAsync(HttpStatusCode.Conflict, "patient.already_waiting");
        Assert.Equal(ConsultationStatus.Planned, (await tablet.GetAsync<MyConsultation>("/api/my/consultation")).Status);
    }

    [Fact]
    public async Task A_case_that_a_clinic_doctor_writes_is_not_sent_by_the_patients_phone()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var person = await app.StrangerAsync(clinic);
        var opened = await clinic.OpenCaseAsync(person);
        var phone = await app.ArriveAsync(
            await clinic.PostAsync<InvitationView>($"/api/consultations/{opened.Id}/invitations"), person);
        await phone.ConsentAsync();
        await phone.TryPostAsync(Queue).IsRefusedAsync(HttpStatusCode.Conflict, "consultation.not_direct");
    }

    [Fact]
    public async Task Who_was_called_does_not_join_again()
    {
        var (patient, id) = await app.QueueDirectAsync(await app.SignInAsync("coordinator-deng"));
        await (await app.SignInAsync("dr-li")).AcceptAsync(id);
        await patient.TryPostAsync(Queue).IsRefusedAsync(HttpStatusCode.Conflict, "consultation.not_planned");
    }

    [Fact]
    public async Task Only_a_patient_joins()
    {
        foreach (var outsider in new[] { app.AnonymousClient(), await app.SignInAsync("dr-li"), await app.SignInAsync("coordinator-deng") })
        {
            await outsider.TryPostAsync(Queue).IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
        }
    }
}
