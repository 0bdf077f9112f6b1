using System.Net;

namespace Telehealth.Consultations.Invitations;

public sealed class LookUpInvitationTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    private const string LookUp = "/api/invitations/look-up";

    [Fact]
    public async Task A_link_says_where_it_leads_and_not_to_whom()
    {
        var staff = await app.SignInAsync("coordinator-deng");
        var person = await app.StrangerAsync(staff);
        var invitation = await staff.InviteAsync(person);
        var stranger = app.AnonymousClient();
        using var answer = await stranger.LookUpAsync(invitation.SecretOf());
        var text = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain(person.Name, text, StringComparison.Ordinal);
        Assert.DoesNotContain(person.Id.ToString(), text, StringComparison.Ordinal);
        Assert.DoesNotContain(invitation.ConsultationId.ToString(), text, StringComparison.Ordinal);
        var preview = await stranger.PostAsync<InvitationPreview>(LookUp, new { code = invitation.ShortCode });
        Assert.Equal(("青溪县人民医院", "Cardiology"), (preview.Institution.Zh, preview.Department.En));
        Assert.Equal(invitation.ExpiresAt, preview.ExpiresAt);
    }

    [Fact]
    public async Task An_unknown_secret_and_an_unknown_code_are_the_same_to_a_stranger()
    {
        var stranger = app.AnonymousClient();
        await stranger.LookUpAsync("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").IsRefusedAsync(HttpStatusCode.NotFound, "invitation.unknown");
        foreach (var code in new[] { "0000 0000", "not a code", null })
        {
            await stranger.TryPostAsync(LookUp, new { code }).IsRefusedAsync(HttpStatusCode.NotFound, "invitation.unknown");
        }
    }

    [Fact]
    public async Task What_is_too_long_to_be_a_secret_is_refused_before_it_is_looked_for()
    {
        await app.AnonymousClient().LookUpAsync(new string('A', 101)).IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "request.invalid");
        await app.AnonymousClient().TryPostAsync(LookUp, new { code = new string('1', 31) })
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "request.invalid");
    }

    [Fact]
    public async Task A_code_lives_two_hours_and_a_link_two_days()
    {
        await using var other = new TelehealthApp();
        var staff = await other.SignInAsync("coordinator-deng");
        var invitation = await staff.InviteAsync();
        var code = new { code = invitation.ShortCode };
        other.Clock.Advance(TimeSpan.FromMinutes(119));
        await other.AnonymousClient().PostAsync<InvitationPreview>(LookUp, code);
        other.Clock.Advance(TimeSpan.FromMinutes(1));
        await other.AnonymousClient().TryPostAsync(LookUp, code).IsRefusedAsync(HttpStatusCode.Gone, "invitation.expired");
        other.Clock.Advance(TimeSpan.FromHours(45.9));
        await Api.ReadAsync<InvitationPreview>(await other.AnonymousClient().LookUpAsync(invitation.SecretOf()));
        other.Clock.Advance(TimeSpan.FromHours(0.2));
        await other.AnonymousClient().LookUpAsync(invitation.SecretOf()).IsRefusedAsync(HttpStatusCode.Gone, "invitation.expired");
        await other.AnonymousClient().ConfirmAsync(invitation).IsRefusedAsync(HttpStatusCode.Gone, "invitation.expired");
    }
}
