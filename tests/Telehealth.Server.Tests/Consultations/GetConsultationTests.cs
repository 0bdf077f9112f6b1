using System.Net;

namespace Telehealth.Consultations;

public sealed class GetConsultationTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    [Fact]
    public async Task A_foreign_case_answers_exactly_like_a_missing_one()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var waiting = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic), "Dermatology");
        await app.HidesAsync(
            waiting.Id,
            ["dr-li", "dr-xu", "clinic-he", "clinic-gao", "coordinator-deng"],
            (outsider, id) => outsider.GetAsync(PathOf(id)));
        await app.IsClosedAsync(["pharmacist-luo", "admin-qian"], caller => caller.GetAsync(PathOf(waiting.Id)));
    }

    [Fact]
    public async Task A_case_is_its_clinic_doctors_alone_until_it_is_sent()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var opened = await clinic.OpenCaseAsync(await app.StrangerAsync(clinic), "Dermatology");
        Assert.Equal(opened.Patient.Name, (await clinic.GetAsync<ConsultationDetails>(PathOf(opened.Id))).Patient.Name);
        await app.HidesAsync(opened.Id, ["dr-zhou", "dr-wu"], (outsider, id) => outsider.GetAsync(PathOf(id)));
    }

    [Fact]
    public async Task A_colleague_sees_who_waits_and_no_longer_whom_another_treats()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var waiting = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic), "Dermatology");
        var (doctor, colleague) = (await app.SignInAsync("dr-zhou"), await app.SignInAsync("dr-wu"));
        Assert.Equal(Scenes.Cough.Text, (await colleague.GetAsync<ConsultationDetails>(PathOf(waiting.Id))).Complaint.Text);
        await doctor.AcceptAsync(waiting.Id);
        await colleague.GetAsync(PathOf(waiting.Id)).IsRefusedAsync(HttpStatusCode.NotFound, "consultation.not_found");
        await doctor.EndAsync(waiting.Id);
        Assert.Equal(ConsultationStatus.Ended, (await doctor.GetAsync<ConsultationDetails>(PathOf(waiting.Id))).Status);
    }

    [Fact]
    public async Task A_patient_reads_it_on_the_patients_own_page_and_not_here()
    {
        var (patient, id) = await app.QueueDirectAsync(await app.SignInAsync("coordinator-deng"));
        await patient.GetAsync(PathOf(id)).IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
    }

    private static string PathOf(Guid id) => $"/api/consultations/{id}";
}
