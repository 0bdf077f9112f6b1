using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Telehealth.Consultations.Invitations;

public sealed class ConfirmInvitationTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    [Fact]
    public async Task An_unknown_secret_and_an_unknown_code_are_the_same_to_a_stranger()
    {
        var stranger = app.AnonymousClient();
        await stranger.TryPostAsync("/api/invitations/confirm", new { secret = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", name = "王秀兰", birthYear = 1957 })
            .IsRefusedAsync(HttpStatusCode.NotFound, "invitation.unknown");
        await stranger.TryPostAsync("/api/invitations/confirm", new { code = "0000 0000", name = "王秀兰", birthYear = 1957 })
            .IsRefusedAsync(HttpStatusCode.NotFound, "invitation.unknown");
        await stranger.PostAsJsonAsync("/api/invitations/confirm", new { name = "王秀兰", birthYear = 1957 })
            .IsRefusedAsync(HttpStatusCode.NotFound, "invitation.unknown");
    }

    [Fact]
    public async Task A_code_read_aloud_opens_the_same_consultation_as_the_link()
    {
        var staff = await app.SignInAsync("coordinator-deng");
        var person = await app.StrangerAsync(staff);
        var invitation = await staff.InviteAsync(person);
        Assert.Matches("^[0-9]{4} [0-9]{4}$", invitation.ShortCode);
        var browser = app.AnonymousClient();
        var mine = await browser.PostAsync<MyConsultation>(
            "/api/invitations/confirm",
            new { code = invitation.ShortCode.Replace(' ', '-'), name = person.Name, birthYear = person.BirthDate.Year });
        Assert.Equal(invitation.ConsultationId, mine.Id);
        Assert.Equal(person.Name, mine.PatientName);
    }

    [Fact]
    public async Task Spaces_width_and_middle_dots_do_not_make_another_name()
    {
        var staff = await app.SignInAsync("coordinator-deng");
        var person = await app.StrangerAsync(staff);
        var invitation = await staff.InviteAsync(person);
        var response = await app.AnonymousClient().ConfirmAsync(
            invitation, $"  {string.Join("· ", person.Name.ToCharArray())} ", person.BirthDate.Year);
        Assert.Equal(person.Name, (await Api.ReadAsync<MyConsultation>(response)).PatientName);
    }

    [Fact]
    public async Task Five_wrong_answers_lock_the_link_even_for_the_right_one()
    {
        var staff = await app.SignInAsync("coordinator-deng");
        var person = await app.StrangerAsync(staff);
        var invitation = await staff.InviteAsync(person);
        var browser = app.AnonymousClient();
        for (var left = 4; left >= 0; left--)
        {
            var problem = await browser.ConfirmAsync(invitation, person.Name, person.BirthDate.Year - 1)
                .IsRefusedAsync(HttpStatusCode.Conflict, "invitation.identity_mismatch");
            Assert.Equal(left, (int?)problem["details"]!["attemptsLeft"]);
        }

        await browser.ConfirmAsync(invitation, person.Name, person.BirthDate.Year)
            .IsRefusedAsync(HttpStatusCode.Gone, "invitation.locked");
        await browser.LookUpAsync(invitation.SecretOf()).IsRefusedAsync(HttpStatusCode.Gone, "invitation.locked");
        var renewed = await staff.PostAsync<InvitationView>($"/api/consultations/{invitation.ConsultationId}/invitations");
        await Api.ReadAsync<MyConsultation>(await browser.ConfirmAsync(renewed, person.Name, person.BirthDate.Year));
    }

    [Fact]
    public async Task Guesses_sent_side_by_side_are_all_counted()
    {
        var staff = await app.SignInAsync("coordinator-deng");
        var person = await app.StrangerAsync(staff);
        var invitation = await staff.InviteAsync(person);
        var codes = await Task.WhenAll(Enumerable.Range(1, 20).Select(async guess =>
        {
            using var response = await app.AnonymousClient().ConfirmAsync(invitation, person.Name, 1900 + guess);
            return (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["code"];
        }));
        Assert.Equal(5, codes.Count(code => code == "invitation.identity_mismatch"));
        Assert.Equal(15, codes.Count(code => code == "invitation.locked"));
    }

    [Fact]
    public async Task The_same_browser_goes_on_and_another_device_is_told_that_the_link_is_used()
    {
        var staff = await app.SignInAsync("coordinator-deng");
        var person = await app.StrangerAsync(staff);
        var invitation = await staff.InviteAsync(person);
        var browser = await app.ArriveAsync(invitation, person);
        Assert.Equal(invitation.ConsultationId, (await browser.GetAsync<MyConsultation>("/api/my/consultation")).Id);
        await Api.ReadAsync<MyConsultation>(await browser.ConfirmAsync(invitation, person.Name, person.BirthDate.Year));
        await app.AnonymousClient().ConfirmAsync(invitation, person.Name, person.BirthDate.Year)
            .IsRefusedAsync(HttpStatusCode.Gone, "invitation.used");
        await app.AnonymousClient().LookUpAsync(invitation.SecretOf()).IsRefusedAsync(HttpStatusCode.Gone, "invitation.used");
    }

    [Fact]
    public async Task On_a_familys_telephone_the_first_page_never_writes_into_the_second_persons_record()
    {
        var staff = await app.SignInAsync("coordinator-deng");
        var mother = await app.StrangerAsync(staff);
        var son = await app.StrangerAsync(staff);
        var first = await staff.InviteAsync(mother);
        var second = await staff.InviteAsync(son);
        var phone = await app.ArriveAsync(first, mother);
        await Api.ReadAsync<MyConsultation>(await phone.ConfirmAsync(second, son.Name, son.BirthDate.Year));

        Task<HttpResponseMessage> Write(HttpMethod method, string path, Guid shown, object? body) => phone.SendAsync(
            new HttpRequestMessage(method, "/api/my/consultation" + path)
            {
                Headers = { { "X-Telehealth-Consultation", shown.ToString() } },
                Content = JsonContent.Create(body),
            });
        var cough = new { symptoms = new[] { "cough" }, text = "咳嗽", duration = "days", severity = "moderate", redFlags = Array.Empty<string>() };
        await Write(HttpMethod.Put, "/complaint", first.ConsultationId, cough)
            .IsRefusedAsync(HttpStatusCode.Conflict, "session.other_consultation");
        await Write(HttpMethod.Post, "/queue", first.ConsultationId, new { })
            .IsRefusedAsync(HttpStatusCode.Conflict, "session.other_consultation");
        await Write(HttpMethod.Get, "", first.ConsultationId, null)
            .IsRefusedAsync(HttpStatusCode.Conflict, "session.other_consultation");
        Assert.Empty((await phone.GetAsync<MyConsultation>("/api/my/consultation")).Complaint.Text);
        using var own = await Write(HttpMethod.Put, "/complaint", second.ConsultationId, cough);
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);

        await phone.LookUpAsync(first.SecretOf()).IsRefusedAsync(HttpStatusCode.Gone, "invitation.used");
        Assert.True((await Api.ReadAsync<InvitationPreview>(await phone.LookUpAsync(second.SecretOf()))).IsMine);
    }

    [Fact]
    public async Task A_browser_whose_answer_was_lost_asks_again_with_its_nonce_and_nobody_else_can()
    {
        var staff = await app.SignInAsync("coordinator-deng");
        var person = await app.StrangerAsync(staff);
        var invitation = await staff.InviteAsync(person);
        Task<HttpResponseMessage> Confirm(HttpClient browser, string? nonce) => browser.PostAsJsonAsync(
            "/api/invitations/confirm",
            new { secret = invitation.SecretOf(), name = person.Name, birthYear = person.BirthDate.Year, nonce });
        const string Drawn = "a-number-that-one-browser-drew";
        await Api.ReadAsync<MyConsultation>(await Confirm(app.AnonymousClient(), Drawn));

        var retry = app.AnonymousClient();
        await retry.PostAsync<InvitationPreview>("/api/invitations/look-up", new { secret = invitation.SecretOf(), nonce = Drawn });
        Assert.Equal(invitation.ConsultationId, (await Api.ReadAsync<MyConsultation>(await Confirm(retry, Drawn))).Id);
        Assert.Equal(invitation.ConsultationId, (await retry.GetAsync<MyConsultation>("/api/my/consultation")).Id);
        await Confirm(app.AnonymousClient(), "a-number-that-another-one-drew").IsRefusedAsync(HttpStatusCode.Gone, "invitation.used");
        await Confirm(app.AnonymousClient(), null).IsRefusedAsync(HttpStatusCode.Gone, "invitation.used");

        await staff.PostAsync<InvitationView>($"/api/consultations/{invitation.ConsultationId}/invitations");
        await Confirm(app.AnonymousClient(), Drawn).IsRefusedAsync(HttpStatusCode.Gone, "invitation.used");
    }

    [Theory]
    [InlineData("""{"secret":"x","name":"王秀兰","birthYear":-5}""", HttpStatusCode.UnprocessableEntity, "request.invalid")]
    [InlineData("""{"secret":"x","name":"","birthYear":1957}""", HttpStatusCode.UnprocessableEntity, "request.invalid")]
    [InlineData("""{"secret":"x","name":"王秀兰","birthYear":"1957"}""", HttpStatusCode.BadRequest, "request.malformed")]
    [InlineData("""{"secret":"x","name":"王秀兰","birthYear":""", HttpStatusCode.BadRequest, "request.malformed")]
    public async Task Nonsense_is_refused_with_a_typed_error(string body, HttpStatusCode status, string code)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        await app.AnonymousClient().PostAsync("/api/invitations/confirm", content).IsRefusedAsync(status, code);
    }

    [Fact]
    public async Task The_nonce_of_a_lost_answer_is_good_for_a_quarter_of_an_hour()
    {
        await using var app = new TelehealthApp();
        var invitation = await (await app.SignInAsync("coordinator-deng")).InviteAsync();
        var answer = new
        {
            secret = invitation.SecretOf(),
            name = Scenes.WangXiulan,
            birthYear = 1957,
            nonce = "a-number-that-one-browser-drew",
        };
        await app.AnonymousClient().PostAsync<MyConsultation>("/api/invitations/confirm", answer);
        app.Clock.Advance(TimeSpan.FromMinutes(14));
        await app.AnonymousClient().PostAsync<MyConsultation>("/api/invitations/confirm", answer);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.AnonymousClient().PostAsJsonAsync("/api/invitations/confirm", answer)
            .IsRefusedAsync(HttpStatusCode.Gone, "invitation.used");
    }

    [Fact]
    public async Task Wrong_answers_are_remembered_through_a_restart()
    {
        using var database = new TestDatabase();
        InvitationView invitation;
        await using (var first = new TelehealthApp { SharedDatabase = database })
        {
            invitation = await (await first.SignInAsync("coordinator-deng")).InviteAsync();
            for (var tries = 0; tries < 4; tries++)
            {
                await first.AnonymousClient().ConfirmAsync(invitation, birthYear: 1900)
                    .IsRefusedAsync(HttpStatusCode.Conflict, "invitation.identity_mismatch");
            }
        }

        await using var restarted = new TelehealthApp { SharedDatabase = database };
        await restarted.AnonymousClient().ConfirmAsync(invitation, birthYear: 1900)
            .IsRefusedAsync(HttpStatusCode.Conflict, "invitation.identity_mismatch");
        await restarted.AnonymousClient().ConfirmAsync(invitation).IsRefusedAsync(HttpStatusCode.Gone, "invitation.locked");
    }
}
