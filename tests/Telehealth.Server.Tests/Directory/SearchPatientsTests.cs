using System.Net;

namespace Telehealth.Directory;

public sealed class SearchPatientsTests(TelehealthApp app) : IClassFixture<TelehealthApp>
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
    public async Task A_role_that_may_not_see_patients_is_told_so()
    {
        var administrator = await app.SignInAsync("admin-qian");
        await administrator.GetAsync("/api/patients").IsRefusedAsync(HttpStatusCode.Forbidden, "session.forbidden");
    }
}
