using Telehealth.Identity;

namespace Telehealth.Directory.Demo;

public sealed class ListDemoSignInsTests(TelehealthApp app) : IClassFixture<TelehealthApp>
{
    [Fact]
    public async Task The_demo_lists_somebody_of_every_role_and_each_can_sign_in()
    {
        var listed = await app.AnonymousClient().GetAsync<DemoSignIn[]>("/api/demo/sign-ins");
        Assert.Equal(Enum.GetValues<StaffRole>(), listed.Select(person => person.Role).Distinct().Order());
        foreach (var person in listed)
        {
            await app.SignInAsync(person.UserName, person.Password);
        }
    }
}
