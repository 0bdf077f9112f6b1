using System.Net;

namespace Telehealth.Consultations.Queue;

public sealed class ChooseMyDoctorTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    private const string Doctor = "/api/my/consultation/queue/doctor";

    [Fact]
    public async Task Only_the_chosen_doctor_is_offered_the_patient_and_going_back_to_all_loses_no_time()
    {
        var (zhou, wu) = (await app.SignInAsync("dr-zhou"), await app.SignInAsync("dr-wu"));
        var (patient, id) = await app.QueueDirectAsync(zhou, "Dermatology");
        var joined = (await patient.MineAsync()).Queue!.WaitingSince;
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        var doctors = await patient.GetAsync<DoctorToWaitFor[]>("/api/my/consultation/doctors");
        var wanted = doctors.Single(doctor => doctor.Name.En == "Wu Min").PractitionerId;
        var named = await patient.PutAsync<MyConsultation>(Doctor, new { practitionerId = wanted });
        Assert.Equal(("Wu Min", joined), (named.News!.Doctor!.Name.En, named.Queue!.WaitingSince));

        var next = $"/api/departments/{await zhou.DepartmentAsync("Dermatology")}/queue/next";
        await zhou.TryPostAsync(next).IsRefusedAsync(HttpStatusCode.Conflict, "queue.empty");
        await zhou.TryPostAsync($"/api/consultations/{id}/accept")
            .IsRefusedAsync(HttpStatusCode.Conflict, "queue.waits_for_another_doctor");
        var back = await patient.PutAsync<MyConsultation>(Doctor, new { practitionerId = (Guid?)null });
        Assert.Null(back.News!.Doctor);
        Assert.Equal(joined, back.Queue!.WaitingSince);
        await patient.PutAsync<MyConsultation>(Doctor, new { practitionerId = wanted });
        Assert.Equal(id, (await wu.PostAsync<ConsultationDetails>(next)).Id);
        await patient.TryPutAsync(Doctor, new { practitionerId = wanted })
            .IsRefusedAsync(HttpStatusCode.Conflict, "consultation.not_waiting");
    }

    [Fact]
    public async Task A_doctor_of_another_department_is_nobody_to_wait_for()
    {
        var staff = await app.SignInAsync("coordinator-deng");
        var (patient, _) = await app.QueueDirectAsync(staff, "Endocrinology");
        await patient.TryPutAsync(Doctor, new { practitionerId = Guid.CreateVersion7() })
            .IsRefusedAsync(HttpStatusCode.NotFound, "practitioner.not_found");
        await staff.TryPutAsync(Doctor, new { practitionerId = (Guid?)null })
            .IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
    }
}
