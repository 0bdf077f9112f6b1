using System.Net;
using System.Net.Http.Json;

namespace Telehealth.Http;

public sealed class RateLimitTests
{
    [Fact]
    public async Task One_address_may_not_go_on_trying_to_sign_in()
    {
        await using var app = new TelehealthApp { Settings = new() { ["RateLimits:SignInsPerMinute"] = "2" } };
        var visitor = app.AnonymousClient();
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            await visitor.PostAsJsonAsync("/api/session", new { userName = $"nobody-{attempt}", password = "x" })
                .IsRefusedAsync(HttpStatusCode.Unauthorized, "session.wrong_credentials");
        }

        var problem = await visitor.PostAsJsonAsync("/api/session", new { userName = "dr-li", password = "x" })
            .IsRefusedAsync(HttpStatusCode.TooManyRequests, "request.too_many");
        Assert.InRange((int)problem["details"]!["retryAfterSeconds"]!, 1, 60);
    }
}
