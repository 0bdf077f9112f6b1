using System.Net;

namespace Telehealth.Consultations.Queue;

public sealed class ListDoctorsTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    [Fact]
    public async Task Caregivers_read_the_doctors_of_departments_that_they_can_ask()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var doctors = await clinic.GetAsync<DoctorToWaitFor[]>(PathOf(await clinic.DepartmentAsync("Dermatology")));
        Assert.Equal(["Zhou Lixin", "Wu Min"], doctors.Select(doctor => doctor.Name.En));
        await clinic.GetAsync(PathOf(Guid.CreateVersion7())).IsRefusedAsync(HttpStatusCode.NotFound, "department.not_found");
        await app.IsClosedAsync(["pharmacist-luo"], caller => caller.GetAsync(PathOf(Guid.CreateVersion7())));
    }

    private static string PathOf(Guid departmentId) => $"/api/departments/{departmentId}/doctors";
}
