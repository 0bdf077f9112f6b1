using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Telehealth.Storage;

namespace Telehealth.Directory;

public sealed class ListColleaguesTests
{
    [Fact]
    public async Task Every_department_names_its_specialists()
    {
        await using var app = new TelehealthApp();
        var doctor = await app.SignInAsync("clinic-ma");
        foreach (var department in await doctor.GetAsync<DepartmentView[]>("/api/departments"))
        {
            Assert.NotEmpty(await doctor.GetAsync<Colleague[]>($"/api/departments/{department.Id}/practitioners"));
        }
    }

    [Fact]
    public async Task A_department_outside_the_consortium_names_nobody()
    {
        await using var app = new TelehealthApp();
        var doctor = await app.SignInAsync("clinic-ma");
        var department = (await doctor.GetAsync<DepartmentView[]>("/api/departments"))[0];

        await MoveToStrangersAsync(app, department.Id);

        Assert.Empty(await doctor.GetAsync<Colleague[]>($"/api/departments/{department.Id}/practitioners"));
    }

    private static async Task MoveToStrangersAsync(TelehealthApp app, Guid departmentId)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TelehealthDb>();
        var strangers = new Institution
        {
            Id = Guid.CreateVersion7(),
            Name = new LocalizedName("别处医院", "Elsewhere Hospital"),
            Tier = InstitutionTier.County,
            Kind = InstitutionKind.Hospital,
        };
        db.Add(strangers);
        await db.SaveChangesAsync();
        await db.Set<Department>()
            .Where(department => department.Id == departmentId)
            .ExecuteUpdateAsync(set => set.SetProperty(department => department.InstitutionId, strangers.Id));
    }
}
