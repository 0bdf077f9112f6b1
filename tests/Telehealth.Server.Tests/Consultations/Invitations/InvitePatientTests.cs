using System.Net;

namespace Telehealth.Consultations.Invitations;

public sealed class InvitePatientTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    private const string Invitations = "/api/invitations";

    [Fact]
    public async Task A_patient_out_of_reach_and_a_missing_one_are_refused_alike()
    {
        var county = await app.SignInAsync("coordinator-deng");
        var foreign = await county.PatientAsync();
        var clinic = await app.SignInAsync("clinic-gao");
        var departmentId = await clinic.DepartmentAsync();
        foreach (var patientId in new[] { foreign.Id, Guid.CreateVersion7() })
        {
            await clinic.TryPostAsync(Invitations, new { patientId, departmentId })
                .IsRefusedAsync(HttpStatusCode.NotFound, "patient.not_found");
        }
    }

    [Fact]
    public async Task A_missing_department_is_refused()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var patient = await clinic.PatientAsync();
        await clinic.TryPostAsync(Invitations, new { patientId = patient.Id, departmentId = Guid.CreateVersion7() })
            .IsRefusedAsync(HttpStatusCode.NotFound, "department.not_found");
    }

    [Fact]
    public async Task A_patient_who_waits_already_is_not_invited_twice()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var person = await app.StrangerAsync(clinic);
        var patient = await app.ArriveAsync(await clinic.InviteAsync(person), person);
        await patient.WaitInQueueAsync();
        await clinic.TryPostAsync(Invitations, new { patientId = person.Id, departmentId = await clinic.DepartmentAsync() })
            .IsRefusedAsync(HttpStatusCode.Conflict, "patient.already_waiting");
    }

    [Fact]
    public async Task A_new_invitation_takes_the_place_of_the_old_one()
    {
        var staff = await app.SignInAsync("coordinator-deng");
        var person = await app.StrangerAsync(staff);
        var old = await staff.InviteAsync(person);
        var renewed = await staff.InviteAsync(person);
        Assert.Equal(old.ConsultationId, renewed.ConsultationId);
        await app.AnonymousClient().LookUpAsync(old.SecretOf()).IsRefusedAsync(HttpStatusCode.Gone, "invitation.expired");
        await app.ArriveAsync(renewed, person);
    }

    [Fact]
    public async Task Nobody_and_nowhere_are_refused()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        await clinic.TryPostAsync(Invitations, new { patientId = Guid.Empty, departmentId = Guid.Empty })
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "request.invalid");
    }

    [Fact]
    public async Task Only_staff_who_care_for_patients_invite()
    {
        var body = new { patientId = Guid.CreateVersion7(), departmentId = Guid.CreateVersion7() };
        await app.IsClosedAsync(["pharmacist-luo", "admin-qian"], caller => caller.TryPostAsync(Invitations, body));
    }

    [Fact]
    public async Task A_patient_who_lost_the_way_in_reads_the_signed_summary_by_a_new_link()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var doctor = await app.SignInAsync("dr-li");
        var person = await app.StrangerAsync(clinic);
        var waiting = await clinic.QueueCaseAsync(person);
        await doctor.AcceptAsync(waiting.Id);
        await doctor.EndAsync(waiting.Id);
        await clinic.PostAsync<InvitationView>($"/api/consultations/{waiting.Id}/invitations");
        await doctor.SignAsync(waiting.Id);
        var renewed = await clinic.PostAsync<InvitationView>($"/api/consultations/{waiting.Id}/invitations");
        var browser = await app.ArriveAsync(renewed, person);
        Assert.NotNull((await browser.GetAsync<MyConsultation>("/api/my/consultation")).Summary);
    }

    [Fact]
    public async Task The_configured_origin_stands_in_the_link()
    {
        await using var proxied = new TelehealthApp { Settings = { ["Web:PublicOrigin"] = "https://consult.example.org/" } };
        var invitation = await (await proxied.SignInAsync("coordinator-deng")).InviteAsync();
        Assert.StartsWith("https://consult.example.org/join#", invitation.Url, StringComparison.Ordinal);
        Assert.Equal(32, invitation.SecretOf().Length);
    }
}
