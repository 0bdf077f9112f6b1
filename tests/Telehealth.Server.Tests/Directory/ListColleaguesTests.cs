namespace Telehealth.Directory;

public sealed class ListColleaguesTests(TelehealthApp app) : IClassFixture<TelehealthApp>
{
    [Fact]
    public async Task Every_department_names_its_specialists()
    {
        var doctor = await app.SignInAsync("clinic-ma");
        foreach (var department in await doctor.GetAsync<DepartmentView[]>("/api/departments"))
        {
            Assert.NotEmpty(await doctor.GetAsync<Colleague[]>($"/api/departments/{department.Id}/practitioners"));
        }
    }
}
