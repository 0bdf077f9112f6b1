using System.Net;
using System.Net.Http.Json;
using Telehealth.Consultations.Triage;

namespace Telehealth.Consultations.Queue;

public sealed class CaseUrgencyTests
{
    private static readonly VitalSigns _highPressure = VitalSigns.None with { SystolicMmHg = 185, DiastolicMmHg = 100 };

    [Fact]
    public async Task A_waiting_patient_moves_forward_when_the_clinic_doctor_says_so_and_never_back()
    {
        await using var app = new ClinicApp();
        var clinic = await app.SignInAsync("clinic-ma");
        var first = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic));

        var raised = await SaveAsync(clinic, second.Id, VitalSigns.None, 2);
        Assert.Equal((2, 1), (raised.Urgency, raised.Queue!.Place));
        Assert.Equal(2, (await SaveAsync(clinic, second.Id, VitalSigns.None, 4)).Urgency);
        await Wait.UntilAsync(async () =>
            (await clinic.GetAsync<ConsultationDetails>($"/api/consultations/{first.Id}")).Queue!.Place == 2 ? null : "the other to be second");
        var doctor = await app.SignInAsync("dr-li");
        await Wait.UntilAsync(async () =>
        {
            var queue = await doctor.GetAsync<QueueEntryView[]>($"/api/departments/{second.Department.Id}/queue");
            return queue[0].ConsultationId == second.Id ? null : "the urgent one to be first";
        });
    }

    [Fact]
    public async Task An_age_is_counted_by_the_date_in_China()
    {
        // Two in the morning of the fourteenth birthday there, the evening before in UTC; from fourteen on the pressure is a red flag.
        await using var app = new ClinicApp { Clock = new ManualClock(new DateTimeOffset(2028, 9, 8, 18, 0, 0, TimeSpan.Zero)) };
        var clinic = await app.SignInAsync("clinic-lin");
        var opened = await clinic.OpenCaseAsync(await clinic.PatientAsync("何佳怡"));
        await SaveAsync(clinic, opened.Id, _highPressure, 4);
        await clinic.PostAsJsonAsync(
                $"/api/consultations/{opened.Id}/submit", new { departmentId = opened.Department.Id, urgency = 4 })
            .IsRefusedAsync(HttpStatusCode.Conflict, "consultation.urgency_too_low");
    }

    private static Task<ConsultationDetails> SaveAsync(HttpClient clinic, Guid id, VitalSigns vitalSigns, int urgency) =>
        clinic.PutAsync<ConsultationDetails>($"/api/consultations/{id}/case", new CaseDraft(Scenes.Cough, "", vitalSigns, urgency));
}
