using System.Net;
using System.Net.Http.Json;

namespace Telehealth.Consultations.Invitations;

public sealed class InvitePatientTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    [Fact]
    public async Task A_patient_out_of_reach_and_a_missing_one_are_refused_alike()
    {
        var county = await app.SignInAsync("coordinator-deng");
        var foreign = await county.PatientAsync();
        var clinic = await app.SignInAsync("clinic-gao");
        var departmentId = await clinic.DepartmentAsync();
        foreach (var patientId in new[] { foreign.Id, Guid.CreateVersion7() })
        {
            await clinic.PostAsJsonAsync("/api/invitations", new { patientId, departmentId })
                .IsRefusedAsync(HttpStatusCode.NotFound, "patient.not_found");
            await clinic.PostAsJsonAsync("/api/consultations", new { patientId, departmentId })
                .IsRefusedAsync(HttpStatusCode.NotFound, "patient.not_found");
        }
    }

    [Fact]
    public async Task A_missing_department_is_refused()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var patient = await clinic.PatientAsync();
        await clinic.PostAsJsonAsync("/api/invitations", new { patientId = patient.Id, departmentId = Guid.CreateVersion7() })
            .IsRefusedAsync(HttpStatusCode.NotFound, "department.not_found");
    }

    [Fact]
    public async Task A_patient_who_waits_already_is_not_invited_twice()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var person = await app.StrangerAsync(clinic);
        var patient = await app.ArriveAsync(await clinic.InviteAsync(person), person);
        await patient.WaitInQueueAsync();
        var departmentId = await clinic.DepartmentAsync();
        var answer = new { patientId = person.Id, departmentId };
        await clinic.PostAsJsonAsync("/api/invitations", answer).IsRefusedAsync(HttpStatusCode.Conflict, "patient.already_waiting");
        await clinic.PostAsJsonAsync("/api/consultations", answer).IsRefusedAsync(HttpStatusCode.Conflict, "patient.already_waiting");
    }

    [Fact]
    public async Task Only_staff_who_care_for_patients_invite()
    {
        var body = new { patientId = Guid.CreateVersion7(), departmentId = Guid.CreateVersion7() };
        await app.AnonymousClient().PostAsJsonAsync("/api/invitations", body)
            .IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
        foreach (var userName in new[] { "pharmacist-luo", "admin-qian" })
        {
            var staff = await app.SignInAsync(userName);
            await staff.PostAsJsonAsync("/api/invitations", body).IsRefusedAsync(HttpStatusCode.Forbidden, "session.forbidden");
        }
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
