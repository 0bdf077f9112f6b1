using System.Net;

namespace Telehealth.Directory;

public sealed class ListSpecialtiesTests(TelehealthApp app) : IClassFixture<TelehealthApp>
{
    [Fact]
    public async Task Specialties_stand_in_the_order_of_the_catalogue_each_once()
    {
        var specialties = await (await app.SignInAsync("clinic-he")).GetAsync<SpecialtyView[]>("/api/specialties");

        Assert.Equal(
            ["respiratory", "cardiology", "endocrinology", "paediatrics", "dermatology", "tcm"],
            specialties.Select(specialty => specialty.Code));
        Assert.Equal(3, specialties.Single(specialty => specialty.Code == "tcm").Departments);
        Assert.Equal("xxgnk", specialties.Single(specialty => specialty.Code == "cardiology").Initials);
    }

    [Fact]
    public async Task Who_does_not_care_for_patients_asks_in_vain()
    {
        using var refused = await (await app.SignInAsync("pharmacist-luo")).GetAsync("/api/specialties", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }
}
