using System.Net;
using Telehealth.Identity;

namespace Telehealth.Directory.Accounts;

public sealed class SignInWithPasskeyTests
{
    [Fact]
    public async Task A_passkey_made_on_one_node_opens_a_session_on_another_without_a_name_or_a_password()
    {
        using var database = new TestDatabase();
        await using var north = new TelehealthApp { SharedDatabase = database };
        await using var south = new TelehealthApp { SharedDatabase = database };
        using var key = new SoftwareKey();
        var doctor = await north.SignInAsync("dr-li");
        await doctor.AddPasskeyAsync(key, People.DemoProof);
        var (asking, answering) = (north.AnonymousClient(), south.AnonymousClient());

        var question = await asking.PostAsync<PasskeyQuestion>("/api/session/passkey/options");
        var session = await answering.PostAsync<SessionView>(
            "/api/session/passkey", new { ticket = question.Ticket, credential = key.Sign(question.Options) });

        Assert.Equal("李建国", session.Name.Zh);
        Assert.Equal(SignInMethod.Passkey, (await answering.GetAsync<OpenSession[]>("/api/sessions")).Single(one => one.IsCurrent).Method);
    }

    [Fact]
    public async Task An_answer_is_good_once()
    {
        await using var app = new TelehealthApp();
        using var key = new SoftwareKey();
        await (await app.SignInAsync("dr-li")).AddPasskeyAsync(key, People.DemoProof);
        var browser = app.AnonymousClient();
        var question = await browser.PostAsync<PasskeyQuestion>("/api/session/passkey/options");
        var answer = new { ticket = question.Ticket, credential = key.Sign(question.Options) };
        await browser.PostAsync<SessionView>("/api/session/passkey", answer);

        await app.AnonymousClient().TryPostAsync("/api/session/passkey", answer)
            .IsRefusedAsync(HttpStatusCode.Gone, "session.ticket_expired");
    }

    [Theory]
    [InlineData("foreign origin")]
    [InlineData("nobody verified")]
    [InlineData("unknown key")]
    [InlineData("another question")]
    [InlineData("not json")]
    public async Task What_does_not_prove_it_opens_nothing(string fault)
    {
        await using var app = new TelehealthApp();
        using var key = new SoftwareKey();
        using var other = new SoftwareKey();
        await (await app.SignInAsync("dr-li")).AddPasskeyAsync(key, People.DemoProof);
        var browser = app.AnonymousClient();
        var question = await browser.PostAsync<PasskeyQuestion>("/api/session/passkey/options");
        var another = await browser.PostAsync<PasskeyQuestion>("/api/session/passkey/options");
        key.Origin = fault == "foreign origin" ? "http://localhost.example" : key.Origin;
        key.Flags = fault == "nobody verified" ? (byte)0x01 : key.Flags;
        var credential = fault switch
        {
            "unknown key" => other.Sign(question.Options),
            "another question" => key.Sign(another.Options),
            "not json" => "}",
            _ => key.Sign(question.Options),
        };

        await browser.TryPostAsync("/api/session/passkey", new { ticket = question.Ticket, credential })
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "session.passkey_refused");
        await browser.GetAsync("/api/session").IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
    }
}
