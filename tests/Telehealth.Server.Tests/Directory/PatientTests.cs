using System.Net;

namespace Telehealth.Directory;

public sealed class PatientTests(TelehealthApp app) : IClassFixture<TelehealthApp>
{
    [Fact]
    public async Task A_county_specialist_reaches_the_patients_of_the_whole_community()
    {
        var doctor = await app.SignInAsync("dr-li");
        Assert.Equal(20, (await doctor.GetAsync<PatientListItem[]>("/api/patients")).Length);
    }

    [Theory]
    [InlineData("clinic-ma", "柳河镇")]
    [InlineData("clinic-he", "柳河镇")]
    [InlineData("clinic-gao", "石桥乡")]
    [InlineData("clinic-lin", "石桥乡")]
    public async Task A_clinic_doctor_reaches_the_own_township_and_nobody_else(string userName, string township)
    {
        var doctor = await app.SignInAsync(userName);
        var found = await doctor.GetAsync<PatientListItem[]>("/api/patients");
        Assert.NotEmpty(found);
        Assert.All(found, patient => Assert.StartsWith(township, patient.Village));
    }

    [Fact]
    public async Task A_search_finds_by_part_of_the_name()
    {
        var doctor = await app.SignInAsync("clinic-he");
        var found = await doctor.GetAsync<PatientListItem[]>("/api/patients?query=" + Uri.EscapeDataString("秀兰"));
        Assert.Equal("王秀兰", Assert.Single(found).Name);
    }

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

    [Fact]
    public async Task The_community_has_the_sites_specialties_and_people_that_the_journeys_need()
    {
        var doctor = await app.SignInAsync("clinic-ma");
        var departments = await doctor.GetAsync<DepartmentView[]>("/api/departments");
        Assert.Equal(6, departments.Select(department => department.Specialty).Distinct().Count());
        foreach (var department in departments)
        {
            Assert.NotEmpty(await doctor.GetAsync<Colleague[]>($"/api/departments/{department.Id}/practitioners"));
        }
    }

    [Theory]
    [InlineData("2000-02-29", "2026-02-28T15:59:59Z", 25)]
    [InlineData("2000-02-29", "2026-02-28T16:00:00Z", 26)]
    [InlineData("2020-06-01", "2026-05-31T16:00:00Z", 6)]
    [InlineData("2020-06-01", "2026-05-31T15:59:59Z", 5)]
    public void An_age_counts_birthdays_by_the_calendar_in_China(string birthDate, string now, int age)
    {
        var patient = new Patient
        {
            Id = Guid.CreateVersion7(),
            Name = "王秀兰",
            Gender = Gender.Female,
            BirthDate = DateOnly.Parse(birthDate, System.Globalization.CultureInfo.InvariantCulture),
            Village = "柳河镇上湾村",
            Phone = "13900010001",
            InstitutionId = Guid.CreateVersion7(),
        };
        Assert.Equal(age, patient.AgeAt(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)));
    }
}
