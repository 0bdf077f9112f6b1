namespace Telehealth.Directory;

public sealed class ListDepartmentsTests(TelehealthApp app) : IClassFixture<TelehealthApp>
{
    [Fact]
    public async Task A_clinic_can_ask_every_department_of_its_community()
    {
        var doctor = await app.SignInAsync("clinic-ma");
        var departments = await doctor.GetAsync<DepartmentView[]>("/api/departments");
        Assert.Equal(6, departments.Select(department => department.Specialty).Distinct().Count());
        Assert.Contains(departments, department => department.Institution.Zh == "青溪县中医医院");
    }
}
