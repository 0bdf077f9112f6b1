using System.Net;
using Telehealth.Consultations.Queue;
using Telehealth.Consultations.Triage;

namespace Telehealth.Consultations;

public sealed class OpenCaseTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    private const string Cases = "/api/consultations";

    [Fact]
    public async Task A_case_begins_empty_with_the_patients_record_beside_it()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var person = await app.StrangerAsync(clinic);
        var opened = await clinic.OpenCaseAsync(person);
        Assert.Equal((ConsultationKind.ClinicMediated, ConsultationStatus.Planned), (opened.Kind, opened.Status));
        Assert.Equal((person.Id, "Cardiology", "马春生"), (opened.Patient.Id, opened.Department.Name.En, opened.RequestedBy!.Name.Zh));
        Assert.Equal((Assessment.LeastUrgent, ""), (opened.Urgency, opened.Complaint.Text));
        Assert.Null(opened.Queue);
        Assert.Equal(opened.CreatedAt, (await clinic.GetAsync<ConsultationDetails>($"{Cases}/{opened.Id}")).CreatedAt);
    }

    [Fact]
    public async Task A_doctor_asked_by_name_is_the_only_one_who_can_take_the_case()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var departmentId = await clinic.DepartmentAsync("Dermatology");
        var doctors = await clinic.GetAsync<DoctorToWaitFor[]>($"/api/departments/{departmentId}/doctors");
        var practitionerId = doctors.Single(doctor => doctor.Name.En == "Wu Min").PractitionerId;
        var patientId = (await app.StrangerAsync(clinic)).Id;
        await clinic.TryPostAsync(Cases, new { patientId, departmentId, practitionerId = Guid.CreateVersion7() })
            .IsRefusedAsync(HttpStatusCode.NotFound, "practitioner.not_found");

        var opened = await clinic.PostAsync<ConsultationDetails>(Cases, new { patientId, departmentId, practitionerId });
        Assert.Equal("Wu Min", opened.News!.Doctor!.Name.En);
        Assert.Equal(QueueStepKind.DoctorChosen, Assert.Single(opened.Steps).Kind);
        await clinic.PutAsync<ConsultationDetails>($"{Cases}/{opened.Id}/case", new CaseDraft(Scenes.Cough, "", VitalSigns.None, 3));
        await clinic.SubmitAsync(opened);

        await (await app.SignInAsync("dr-zhou")).TryPostAsync($"{Cases}/{opened.Id}/accept")
            .IsRefusedAsync(HttpStatusCode.Conflict, "queue.waits_for_another_doctor");
        Assert.Equal(opened.Id, (await (await app.SignInAsync("dr-wu")).AcceptAsync(opened.Id)).Id);
    }

    [Fact]
    public async Task A_patient_out_of_reach_and_a_missing_one_are_refused_alike()
    {
        var foreign = await (await app.SignInAsync("coordinator-deng")).PatientAsync();
        var clinic = await app.SignInAsync("clinic-gao");
        var departmentId = await clinic.DepartmentAsync();
        foreach (var patientId in new[] { foreign.Id, Guid.CreateVersion7() })
        {
            await clinic.TryPostAsync(Cases, new { patientId, departmentId }).IsRefusedAsync(HttpStatusCode.NotFound, "patient.not_found");
        }
    }

    [Fact]
    public async Task A_missing_department_is_refused()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var patient = await clinic.PatientAsync();
        await clinic.TryPostAsync(Cases, new { patientId = patient.Id, departmentId = Guid.CreateVersion7() })
            .IsRefusedAsync(HttpStatusCode.NotFound, "department.not_found");
    }

    [Fact]
    public async Task A_patient_who_waits_already_gets_no_second_case()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var person = await app.StrangerAsync(clinic);
        var patient = await app.ArriveAsync(await clinic.InviteAsync(person), person);
        await patient.WaitInQueueAsync();
        await clinic.TryPostAsync(Cases, new { patientId = person.Id, departmentId = await clinic.DepartmentAsync() })
            .IsRefusedAsync(HttpStatusCode.Conflict, "patient.already_waiting");
        var elsewhere = new { patientId = person.Id, departmentId = await clinic.DepartmentAsync("Dermatology") };
        var problem = await clinic.TryPostAsync(Cases, elsewhere).IsRefusedAsync(HttpStatusCode.Conflict, "patient.already_waiting");
        Assert.Equal("Cardiology", (string?)problem["details"]!["departmentEn"]);
    }

    [Fact]
    public async Task Nobody_and_nowhere_are_named_by_field()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var problem = await clinic.TryPostAsync(Cases, new { patientId = Guid.Empty, departmentId = Guid.Empty })
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "request.invalid");
        Assert.Equal(["departmentId", "patientId"], problem["errors"]!.AsObject().Select(field => field.Key).Order());
    }

    [Fact]
    public async Task Only_a_clinic_doctor_brings_a_case()
    {
        var body = new { patientId = Guid.CreateVersion7(), departmentId = Guid.CreateVersion7() };
        await app.IsClosedAsync(
            ["dr-li", "coordinator-deng", "pharmacist-luo", "admin-qian"], caller => caller.TryPostAsync(Cases, body));
    }
}
