using System.Net;
using Telehealth.Directory.Demo;

namespace Telehealth.Directory.Accounts;

public sealed class OpenAccountTests
{
    [Fact]
    public async Task Opening_again_takes_everything_that_opened_the_account_and_ends_what_was_open()
    {
        await using var app = new TelehealthApp();
        var person = await app.EnrolAsync();

        var link = await app.OpenAccountAsync(person.PractitionerId, person.UserName);

        await person.Browser.GetAsync("/api/session").IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
        var browser = app.AnonymousClient();
        await browser.TryPostAsync("/api/session", new { userName = person.UserName, password = EnrolledPerson.Password })
            .IsRefusedAsync(HttpStatusCode.Unauthorized, "session.wrong_credentials");
        await browser.PostAsync<Enrol.Response>("/api/enrolment", new { link = link.Url.Split('#')[1], password = "a third long sentence" });
    }

    [Fact]
    public async Task Nobody_opens_accounts_for_people_of_other_institutions_under_a_taken_name_or_without_showing_who_they_are()
    {
        await using var app = new TelehealthApp();
        var administrator = await app.SignInAsync("admin-qian");
        var id = await app.AddDoctorAsync();
        var path = $"/api/admin/practitioners/{id}/account";
        await administrator.TryPostAsync(path, new { userName = "dr-new" })
            .IsRefusedAsync(HttpStatusCode.Forbidden, "access.step_up_required");
        await administrator.WithStepUpAsync(HttpMethod.Post, path, new { userName = "dr-li" }, People.DemoProof)
            .IsRefusedAsync(HttpStatusCode.Conflict, "account.name_taken");
        foreach (var other in new[] { DemoIds.Practitioner(13), Guid.NewGuid() })
        {
            await administrator.WithStepUpAsync(
                    HttpMethod.Post, $"/api/admin/practitioners/{other}/account", new { userName = "dr-new" }, People.DemoProof)
                .IsRefusedAsync(HttpStatusCode.NotFound, "account.practitioner_not_found");
        }
    }

    [Fact]
    public async Task A_demo_account_keeps_its_password()
    {
        await using var app = new TelehealthApp();
        var administrator = await app.SignInAsync("admin-qian");
        await administrator.WithStepUpAsync(
                HttpMethod.Post, $"/api/admin/practitioners/{DemoIds.Practitioner(1)}/account", new { userName = "dr-li" }, People.DemoProof)
            .IsRefusedAsync(HttpStatusCode.Conflict, "account.demo");
    }
}
