using Microsoft.AspNetCore.Hosting;

namespace Telehealth.Identity;

public sealed class StartTests
{
    [Fact]
    public async Task Production_does_not_start_with_the_demo_password()
    {
        await using var app = new ProductionApp { Settings = new() { ["Demo:Password"] = "telehealth-demo" } };
        var failure = Assert.ThrowsAny<Exception>(app.AnonymousClient);
        Assert.Contains("Demo:Password", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Production_does_not_start_on_a_database_with_demo_accounts()
    {
        using var database = new TestDatabase();
        await using (var development = new TelehealthApp { SharedDatabase = database })
        {
            await development.SignInAsync("dr-li");
        }

        await using var app = new ProductionApp { SharedDatabase = database };
        var failure = Assert.ThrowsAny<Exception>(app.AnonymousClient);
        Assert.Contains("demo accounts", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Production_starts_empty_and_shows_no_demo_sign_ins()
    {
        await using var app = new ProductionApp { Settings = new() { ["Telemetry:OtlpEndpoint"] = "" } };
        var answer = await app.AnonymousClient().GetAsync("/api/demo/sign-ins");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, answer.StatusCode);
    }

    private sealed class ProductionApp : TelehealthApp
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseEnvironment("Production");

            // What every installation has: without it the server would not even come to what is asked here.
            builder.UseSetting("Rooms:PassKey", Convert.ToBase64String(new byte[32]));
        }
    }
}
