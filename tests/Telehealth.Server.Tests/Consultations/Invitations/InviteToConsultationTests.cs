using System.Net;

namespace Telehealth.Consultations.Invitations;

public sealed class InviteToConsultationTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    [Fact]
    public async Task A_phone_joins_the_case_that_the_clinic_doctor_opened()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var person = await app.StrangerAsync(clinic);
        var opened = await clinic.OpenCaseAsync(person);
        var invitation = await clinic.PostAsync<InvitationView>(PathOf(opened.Id));
        Assert.Equal((opened.Id, person.Id), (invitation.ConsultationId, invitation.PatientId));
        Assert.Equal(InvitationStatus.Open, (await ReadAsync(clinic, opened.Id)).Invitation!.Status);
        var phone = await app.ArriveAsync(invitation, person);
        Assert.Equal(opened.Id, (await phone.GetAsync<MyConsultation>("/api/my/consultation")).Id);
        Assert.Equal(InvitationStatus.Confirmed, (await ReadAsync(clinic, opened.Id)).Invitation!.Status);
    }

    [Fact]
    public async Task A_lost_link_is_replaced_by_the_doctor_who_treats()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var doctor = await app.SignInAsync("dr-li");
        var talk = await app.TalkAsync(clinic, doctor);
        var lost = await clinic.PostAsync<InvitationView>(PathOf(talk.Id));
        var renewed = await doctor.PostAsync<InvitationView>(PathOf(talk.Id));
        await app.AnonymousClient().LookUpAsync(lost.SecretOf()).IsRefusedAsync(HttpStatusCode.Gone, "invitation.expired");
        await Api.ReadAsync<InvitationPreview>(await app.AnonymousClient().LookUpAsync(renewed.SecretOf()));
    }

    [Fact]
    public async Task Nobody_is_invited_to_what_was_cancelled()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var opened = await clinic.OpenCaseAsync(await app.StrangerAsync(clinic));
        await clinic.PostAsync<ConsultationDetails>($"/api/consultations/{opened.Id}/cancel", new { reason = "患者已去县医院" });
        await clinic.TryPostAsync(PathOf(opened.Id)).IsRefusedAsync(HttpStatusCode.Conflict, "consultation.closed");
    }

    [Fact]
    public async Task Only_who_asked_or_who_treats_invites()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var waiting = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic), "Dermatology");
        await app.HidesAsync(
            waiting.Id, ["clinic-he", "clinic-gao", "dr-zhou", "coordinator-deng"], (outsider, id) => outsider.TryPostAsync(PathOf(id)));
        await app.IsClosedAsync(["pharmacist-luo", "admin-qian"], caller => caller.TryPostAsync(PathOf(waiting.Id)));
        Assert.Null((await ReadAsync(clinic, waiting.Id)).Invitation);
    }

    private static Task<ConsultationDetails> ReadAsync(HttpClient staff, Guid id) =>
        staff.GetAsync<ConsultationDetails>($"/api/consultations/{id}");

    private static string PathOf(Guid id) => $"/api/consultations/{id}/invitations";
}
