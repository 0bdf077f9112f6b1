namespace Telehealth.Directory.Accounts;

public sealed class GetSecurityTests
{
    [Fact]
    public async Task A_doctor_sees_with_what_they_can_sign_in()
    {
        await using var app = new TelehealthApp();
        var person = await app.EnrolAsync();

        var security = await person.Browser.GetAsync<SecurityView>("/api/account");

        Assert.Equal((person.UserName, true, true, 10), (security.UserName, security.NeedsSecondFactor, security.HasAuthenticator, security.RecoveryCodesLeft));
        Assert.Empty(security.Passkeys);
        Assert.False((await (await app.SignInAsync("dr-li")).GetAsync<SecurityView>("/api/account")).NeedsSecondFactor);
    }
}
