using System.Net;

namespace Telehealth.Consultations;

public sealed class ListSeatsTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    [Fact]
    public async Task A_room_names_everybody_who_may_sit_in_it()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var doctor = await app.SignInAsync("dr-li");
        var talk = await app.TalkAsync(clinic, doctor);
        var seats = await clinic.GetAsync<SeatName[]>(PathOf(talk.Id));
        Assert.Equal(
            [(SeatRole.Patient, talk.Patient.Name), (SeatRole.ClinicDoctor, "马春生"), (SeatRole.Specialist, "李建国")],
            seats.OrderBy(seat => seat.Role).Select(seat => (seat.Role, seat.Name.Zh)));
        Assert.Equal(seats, await doctor.GetAsync<SeatName[]>(PathOf(talk.Id)));
    }

    [Fact]
    public async Task A_foreign_room_is_the_same_as_one_that_does_not_exist()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var talk = await app.TalkAsync(clinic, await app.SignInAsync("dr-li"));
        HttpClient[] outsiders =
        [
            await app.SignInAsync("dr-wang"),
            await app.SignInAsync("clinic-he"),
            await app.ArriveAsync(await app.SignInAsync("coordinator-deng")),
        ];
        await Outsiders.HidesAsync(talk.Id, "room.not_found", outsiders, (outsider, id) => outsider.GetAsync(PathOf(id)));
        await app.AnonymousClient().GetAsync(PathOf(talk.Id))
            .IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
    }

    private static string PathOf(Guid id) => $"/api/rooms/{id}/seats";
}
