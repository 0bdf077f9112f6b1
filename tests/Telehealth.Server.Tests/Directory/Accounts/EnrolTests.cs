using System.Net;

namespace Telehealth.Directory.Accounts;

public sealed class EnrolTests
{
    [Fact]
    public async Task A_link_is_good_once_and_for_three_days()
    {
        await using var app = new TelehealthApp();
        var link = await app.OpenAccountAsync(await app.AddDoctorAsync(), "dr-new");
        var body = new { link = link.Url.Split('#')[1], password = EnrolledPerson.Password };
        await app.AnonymousClient().PostAsync<Enrol.Response>("/api/enrolment", body);
        await app.AnonymousClient().TryPostAsync("/api/enrolment", body).IsRefusedAsync(HttpStatusCode.Gone, "session.ticket_expired");

        var late = await app.OpenAccountAsync(await app.AddDoctorAsync(), "dr-late");
        app.Clock.Advance(TimeSpan.FromHours(73));
        await app.AnonymousClient().TryPostAsync("/api/enrolment", new { link = late.Url.Split('#')[1], password = EnrolledPerson.Password })
            .IsRefusedAsync(HttpStatusCode.Gone, "session.ticket_expired");
    }

    [Fact]
    public async Task A_weak_password_is_refused_and_the_link_stays_good()
    {
        await using var app = new TelehealthApp();
        var link = (await app.OpenAccountAsync(await app.AddDoctorAsync(), "dr-new")).Url.Split('#')[1];
        await app.AnonymousClient().TryPostAsync("/api/enrolment", new { link, password = "short" })
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "account.weak_password");
        await app.AnonymousClient().PostAsync<Enrol.Response>("/api/enrolment", new { link, password = EnrolledPerson.Password });
    }

    [Fact]
    public async Task Who_broke_off_goes_on_with_the_password_and_is_let_in_only_with_an_authenticator()
    {
        await using var app = new TelehealthApp();
        var link = await app.OpenAccountAsync(await app.AddDoctorAsync(), "dr-new");
        var browser = app.AnonymousClient();
        await browser.PostAsync<Enrol.Response>("/api/enrolment", new { link = link.Url.Split('#')[1], password = EnrolledPerson.Password });

        var ticket = await browser.TicketAsync("dr-new", code: "session.enrolment_required");

        await browser.GetAsync("/api/session").IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
        var setup = await browser.PostAsync<AuthenticatorSetup>("/api/enrolment/authenticator", new { ticket });
        await browser.TryPostAsync("/api/enrolment/finish", new { ticket = setup.Ticket, code = "000000" })
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "session.wrong_code");
        Assert.Contains("<svg", setup.QrSvg, StringComparison.Ordinal);
    }
}
