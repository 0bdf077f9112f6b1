using System.Net;
using System.Net.Http.Json;

namespace Telehealth.Directory;

public sealed class SignInTests(TelehealthApp app) : IClassFixture<TelehealthApp>
{
    [Theory]
    [InlineData("dr-zhang")]
    [InlineData("nobody-of-that-name")]
    public async Task Five_wrong_passwords_lock_a_name_for_a_quarter_of_an_hour_whether_it_exists_or_not(string userName)
    {
        var visitor = app.AnonymousClient();
        var wrong = new { userName, password = "wrong" };
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            await visitor.PostAsJsonAsync("/api/session", wrong)
                .IsRefusedAsync(HttpStatusCode.Unauthorized, "session.wrong_credentials");
        }

        var right = new { userName, password = "telehealth-demo" };
        await visitor.PostAsJsonAsync("/api/session", right)
            .IsRefusedAsync(HttpStatusCode.TooManyRequests, "session.locked_out");

        app.Clock.Advance(TimeSpan.FromMinutes(16));
        var answer = await visitor.PostAsJsonAsync("/api/session", right);
        Assert.Equal(userName == "dr-zhang" ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Passwords_tried_side_by_side_are_all_counted()
    {
        await using var own = new TelehealthApp();
        var statuses = await Task.WhenAll(Enumerable.Range(1, 20).Select(async guess =>
        {
            using var response = await own.AnonymousClient()
                .PostAsJsonAsync("/api/session", new { userName = "dr-li", password = $"guess {guess}" });
            return response.StatusCode;
        }));
        Assert.Equal(5, statuses.Count(status => status == HttpStatusCode.Unauthorized));
        Assert.Equal(15, statuses.Count(status => status == HttpStatusCode.TooManyRequests));
    }
}
