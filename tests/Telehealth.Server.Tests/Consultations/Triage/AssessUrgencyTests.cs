using System.Net;

namespace Telehealth.Consultations.Triage;

public sealed class AssessUrgencyTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    private const string Assess = "/api/triage/assess";

    private static readonly VitalSigns _highPressure = VitalSigns.None with { SystolicMmHg = 190, DiastolicMmHg = 112 };

    [Fact]
    public async Task Flags_and_measurements_are_assessed_before_anything_is_saved()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var patient = await clinic.PatientAsync();
        var assessed = await clinic.PostAsync<AssessUrgency.Response>(Assess, Asking(patient.Id, _highPressure, "A16"));
        Assert.Equal(2, assessed.Urgency);
        Assert.Equal(["A12", "A16"], assessed.Hits.Select(hit => hit.Flag.Id));
        var calm = await clinic.PostAsync<AssessUrgency.Response>(Assess, Asking(patient.Id, VitalSigns.None));
        Assert.Equal(Assessment.LeastUrgent, calm.Urgency);
        Assert.Empty(calm.Hits);
    }

    [Fact]
    public async Task A_measurement_that_alarms_with_a_symptom_needs_the_symptom()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var patient = await clinic.PatientAsync();
        var assessed = await clinic.PostAsync<AssessUrgency.Response>(
            Assess,
            new { patientId = patient.Id, redFlags = Array.Empty<string>(), vitalSigns = _highPressure, symptoms = new[] { "chestPain" } });
        Assert.Equal(1, assessed.Urgency);
        Assert.Equal(["A11", "A12"], assessed.Hits.Select(hit => hit.Flag.Id));
    }

    [Fact]
    public async Task Unknown_flags_and_symptoms_and_implausible_measurements_are_refused()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var patient = await clinic.PatientAsync();
        await clinic.TryPostAsync(Assess, Asking(patient.Id, _highPressure, "nonsense"))
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "request.invalid");
        await clinic.TryPostAsync(
                Assess,
                new { patientId = patient.Id, redFlags = Array.Empty<string>(), vitalSigns = _highPressure, symptoms = new[] { "curse" } })
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "request.invalid");
        var problem = await clinic.TryPostAsync(Assess, Asking(patient.Id, VitalSigns.None with { TemperatureC = 385 }))
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "vital_signs.implausible");
        Assert.Equal("temperatureC", (string?)problem["details"]!["field"]);
    }

    [Fact]
    public async Task A_patient_out_of_reach_and_a_missing_one_are_refused_alike()
    {
        var foreign = await (await app.SignInAsync("coordinator-deng")).PatientAsync();
        await Outsiders.HidesAsync(
            foreign.Id,
            "patient.not_found",
            [await app.SignInAsync("clinic-gao")],
            (outsider, id) => outsider.TryPostAsync(Assess, Asking(id, _highPressure)));
        await app.IsClosedAsync(
            ["pharmacist-luo", "admin-qian"], caller => caller.TryPostAsync(Assess, Asking(foreign.Id, _highPressure)));
    }

    private static object Asking(Guid patientId, VitalSigns vitalSigns, params string[] redFlags) => new { patientId, redFlags, vitalSigns };
}
