using System.Net;
using Telehealth.Identity;

namespace Telehealth.Directory.Accounts;

public sealed class SignInWithCodeTests
{
    [Fact]
    public async Task Password_and_code_together_open_a_session_and_neither_does_alone()
    {
        await using var app = new TelehealthApp();
        var person = await app.EnrolAsync();
        var browser = app.AnonymousClient();
        var ticket = await browser.TicketAsync(person.UserName);
        await browser.GetAsync("/api/session").IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
        await browser.TryPostAsync("/api/session/second-factor", new { ticket, code = "000000" })
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "session.wrong_code");

        await browser.PostAsync<SessionView>("/api/session/second-factor", new { ticket, code = person.CodeAt(app.Clock.GetUtcNow()) });

        var session = (await browser.GetAsync<OpenSession[]>("/api/sessions")).Single(session => session.IsCurrent);
        Assert.Equal(SignInMethod.Authenticator, session.Method);
    }

    [Fact]
    public async Task A_code_is_taken_once_on_whatever_node()
    {
        using var database = new TestDatabase();
        var clock = new ManualClock();
        await using var north = new TelehealthApp { SharedDatabase = database, Clock = clock };
        await using var south = new TelehealthApp { SharedDatabase = database, Clock = clock };
        var person = await north.EnrolAsync();
        var code = person.CodeAt(clock.GetUtcNow());
        var (first, second) = (north.AnonymousClient(), south.AnonymousClient());
        var (ticket, other) = (await first.TicketAsync(person.UserName), await second.TicketAsync(person.UserName));

        var answers = await Task.WhenAll(
            first.TryPostAsync("/api/session/second-factor", new { ticket, code }),
            second.TryPostAsync("/api/session/second-factor", new { ticket = other, code }));

        Assert.Single(answers, answer => answer.IsSuccessStatusCode);
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_ticket_is_good_once_and_for_five_minutes()
    {
        await using var app = new TelehealthApp();
        var person = await app.EnrolAsync();
        var browser = app.AnonymousClient();
        var ticket = await browser.TicketAsync(person.UserName);
        await browser.PostAsync<SessionView>("/api/session/second-factor", new { ticket, code = person.CodeAt(app.Clock.GetUtcNow()) });
        var late = await browser.TicketAsync(person.UserName);
        app.Clock.Advance(TimeSpan.FromMinutes(6));

        foreach (var spent in new[] { ticket, late, "made-up" })
        {
            await browser.TryPostAsync("/api/session/second-factor", new { ticket = spent, code = person.CodeAt(app.Clock.GetUtcNow()) })
                .IsRefusedAsync(HttpStatusCode.Gone, "session.ticket_expired");
        }
    }

    [Fact]
    public async Task Five_wrong_codes_lock_even_the_right_one_out_for_a_quarter_of_an_hour()
    {
        await using var app = new TelehealthApp();
        var person = await app.EnrolAsync();
        var browser = app.AnonymousClient();
        var ticket = await browser.TicketAsync(person.UserName);
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            await browser.TryPostAsync("/api/session/second-factor", new { ticket, code = "000000" })
                .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "session.wrong_code");
        }

        await browser.TryPostAsync("/api/session/second-factor", new { ticket, code = person.CodeAt(app.Clock.GetUtcNow()) })
            .IsRefusedAsync(HttpStatusCode.TooManyRequests, "session.locked_out");

        app.Clock.Advance(TimeSpan.FromMinutes(16));
        var later = await browser.TicketAsync(person.UserName);
        await browser.PostAsync<SessionView>(
            "/api/session/second-factor", new { ticket = later, code = person.CodeAt(app.Clock.GetUtcNow()) });
    }

    [Fact]
    public async Task A_recovery_code_opens_a_session_once()
    {
        await using var app = new TelehealthApp();
        var person = await app.EnrolAsync();
        var browser = app.AnonymousClient();
        var recoveryCode = person.RecoveryCodes[3].ToUpperInvariant().Replace("-", " ", StringComparison.Ordinal);
        await browser.PostAsync<SessionView>(
            "/api/session/second-factor", new { ticket = await browser.TicketAsync(person.UserName), recoveryCode });

        await browser.TryPostAsync("/api/session/second-factor", new { ticket = await browser.TicketAsync(person.UserName), recoveryCode })
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "session.wrong_code");
        Assert.Equal(9, (await browser.GetAsync<SecurityView>("/api/account")).RecoveryCodesLeft);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_name_are_answered_alike()
    {
        await using var app = new TelehealthApp();
        var person = await app.EnrolAsync();
        var browser = app.AnonymousClient();
        foreach (var userName in new[] { person.UserName, "nobody" })
        {
            await browser.TryPostAsync("/api/session", new { userName, password = "wrong" })
                .IsRefusedAsync(HttpStatusCode.Unauthorized, "session.wrong_credentials");
        }
    }
}
