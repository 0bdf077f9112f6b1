using System.Net;

namespace Telehealth.Directory;

public sealed class GetPatientTests(TelehealthApp app) : IClassFixture<TelehealthApp>
{
    [Fact]
    public async Task A_record_shows_history_and_hides_the_phone_number()
    {
        var doctor = await app.SignInAsync("clinic-he");
        var listed = (await doctor.GetAsync<PatientListItem[]>("/api/patients")).Single(patient => patient.Name == "王秀兰");

        var record = await doctor.GetAsync<PatientRecord>($"/api/patients/{listed.Id}");

        Assert.Equal("青霉素", Assert.Single(record.Allergies).Text);
        Assert.Contains(record.Conditions, condition => condition.Code == "I10");
        Assert.Equal("柳河镇中心卫生院", Assert.Single(record.EarlierPrescriptions).Institution.Zh);
        Assert.Equal("139****0001", record.PhoneMasked);
        Assert.Equal(82, record.Age);
    }

    [Fact]
    public async Task A_patient_of_another_township_looks_like_one_who_does_not_exist()
    {
        var county = await app.SignInAsync("dr-li");
        var foreign = (await county.GetAsync<PatientListItem[]>("/api/patients")).First(patient => patient.Village.StartsWith("石桥乡", StringComparison.Ordinal));
        var doctor = await app.SignInAsync("clinic-he");

        var hidden = await doctor.GetAsync($"/api/patients/{foreign.Id}").IsRefusedAsync(HttpStatusCode.NotFound, "patient.not_found");
        var missing = await doctor.GetAsync($"/api/patients/{Guid.CreateVersion7()}").IsRefusedAsync(HttpStatusCode.NotFound, "patient.not_found");
        Assert.Equal(missing["title"]!.ToString(), hidden["title"]!.ToString());
    }
}
