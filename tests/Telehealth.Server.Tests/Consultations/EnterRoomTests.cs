using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Telehealth.Rooms;

namespace Telehealth.Consultations;

public sealed class EnterRoomTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    [Fact]
    public async Task A_room_is_open_only_while_people_talk()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var doctor = await app.SignInAsync("dr-li");
        var waiting = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic));
        var enter = $"/api/rooms/{waiting.Id}/enter";
        await clinic.PostAsJsonAsync(enter, new { }).IsRefusedAsync(HttpStatusCode.Conflict, "room.not_open");
        await doctor.PostAsJsonAsync(enter, new { }).IsRefusedAsync(HttpStatusCode.NotFound, "room.not_found");
        await doctor.AcceptAsync(waiting.Id);
        var entry = await doctor.PostAsync<RoomEntry>(enter);
        Assert.NotEmpty(entry.Pass);
        Assert.Equal(3, (await clinic.GetAsync<SeatName[]>($"/api/rooms/{waiting.Id}/seats")).Length);
        await doctor.EndAsync(waiting.Id);
        await doctor.PostAsJsonAsync(enter, new { }).IsRefusedAsync(HttpStatusCode.Conflict, "room.not_open");
    }

    [Fact]
    public async Task The_room_of_a_lone_server_is_where_its_pages_are()
    {
        await using var lone = new ClinicApp { Settings = { ["Coordination:Redis"] = "", ["Rooms:NodeUrl"] = "" } };
        var doctor = await lone.SignInAsync("dr-li");
        var talk = await lone.TalkAsync(await lone.SignInAsync("clinic-ma"), doctor);
        Assert.Equal("/hubs/room", (await doctor.PostAsync<RoomEntry>($"/api/rooms/{talk.Id}/enter")).HubUrl);
    }

    [Fact]
    public async Task A_foreign_room_is_the_same_as_one_that_does_not_exist()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var talk = await app.TalkAsync(clinic, await app.SignInAsync("dr-li"));
        var stranger = await app.ArriveAsync(await app.SignInAsync("coordinator-deng"));
        HttpClient[] outsiders = [await app.SignInAsync("dr-wang"), await app.SignInAsync("clinic-he"), stranger];
        await Outsiders.HidesAsync(
            talk.Id, "room.not_found", outsiders, (outsider, id) => outsider.TryPostAsync($"/api/rooms/{id}/enter"));
        await app.AnonymousClient().TryPostAsync($"/api/rooms/{talk.Id}/enter")
            .IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
    }

    [Fact]
    public async Task A_patients_phone_enters_after_consent()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var person = await app.StrangerAsync(clinic);
        var waiting = await clinic.QueueCaseAsync(person);
        await (await app.SignInAsync("dr-li")).AcceptAsync(waiting.Id);
        var invitation = await clinic.PostAsync<Invitations.InvitationView>($"/api/consultations/{waiting.Id}/invitations");
        var phone = await app.ArriveAsync(invitation, person);
        await phone.PostAsJsonAsync($"/api/rooms/{waiting.Id}/enter", new { })
            .IsRefusedAsync(HttpStatusCode.Conflict, "consultation.consent_missing");
        await phone.ConsentAsync();
        Assert.Equal($"patient-{person.Id}", (await phone.PostAsync<RoomEntry>($"/api/rooms/{waiting.Id}/enter")).Seat);
    }

    [Fact]
    public async Task Both_doctors_moderate_and_the_patient_does_not()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var doctor = await app.SignInAsync("dr-li");
        var person = await app.StrangerAsync(clinic);
        var waiting = await clinic.QueueCaseAsync(person);
        await doctor.AcceptAsync(waiting.Id);
        var invitation = await clinic.PostAsync<Invitations.InvitationView>($"/api/consultations/{waiting.Id}/invitations");
        var phone = await app.ArriveAsync(invitation, person);
        await phone.ConsentAsync();
        Assert.True(await ModeratesAsync(doctor));
        Assert.True(await ModeratesAsync(clinic));
        Assert.False(await ModeratesAsync(phone));

        async Task<bool> ModeratesAsync(HttpClient who)
        {
            var entry = await who.PostAsync<RoomEntry>($"/api/rooms/{waiting.Id}/enter");
            return app.Services.GetRequiredService<RoomPass>().ReadSigned(entry.Pass)!.Rights.HasFlag(RoomRights.Moderate);
        }
    }

    [Fact]
    public async Task A_browser_with_both_cookies_says_as_whom_it_enters()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var person = await app.StrangerAsync(clinic);
        var waiting = await clinic.QueueCaseAsync(person);
        await (await app.SignInAsync("dr-li")).AcceptAsync(waiting.Id);
        var invitation = await clinic.PostAsync<Invitations.InvitationView>($"/api/consultations/{waiting.Id}/invitations");
        await Api.ReadAsync<MyConsultation>(await clinic.ConfirmAsync(invitation, person.Name, person.BirthDate.Year));
        await clinic.ConsentAsync();
        var enter = $"/api/rooms/{waiting.Id}/enter";
        Assert.StartsWith("practitioner-", (await clinic.PostAsync<RoomEntry>(enter)).Seat, StringComparison.Ordinal);
        Assert.StartsWith("patient-", (await clinic.PostAsync<RoomEntry>(enter + "?as=patient")).Seat, StringComparison.Ordinal);
    }
}
