using System.Net;
using Telehealth.Consultations.Invitations;

namespace Telehealth.Consultations.Photos;

public sealed class RemoveMyPhotoTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    private const string Mine = "/api/my/consultation/photos";

    [Fact]
    public async Task A_removed_photo_is_gone_and_makes_room()
    {
        var patient = await ArriveAsync();
        var photos = new List<PhotoView>();
        for (var number = 1; number <= Photo.MaxCount; number++)
        {
            photos.Add(await patient.AddPhotoAsync(Mine, SamplePhotos.Png(number, 1)));
        }

        using var removed = await patient.DeleteAsync($"{Mine}/{photos[0].Id}");
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await patient.AddPhotoAsync(Mine);
        await patient.DeleteAsync($"{Mine}/{photos[0].Id}").IsRefusedAsync(HttpStatusCode.NotFound, "photo.not_found");
        var mine = await patient.GetAsync<MyConsultation>("/api/my/consultation");
        Assert.DoesNotContain(photos[0], mine.Photos);
        await patient.GetAsync($"/api/consultations/{mine.Id}/photos/{photos[0].Id}")
            .IsRefusedAsync(HttpStatusCode.NotFound, "photo.not_found");
    }

    [Fact]
    public async Task Two_who_send_the_same_picture_do_not_lose_it_when_one_takes_it_back()
    {
        var (first, second) = (await ArriveAsync(), await ArriveAsync());
        var bytes = SamplePhotos.Png(77, 1);
        var mine = await first.AddPhotoAsync(Mine, bytes);
        var theirs = await second.AddPhotoAsync(Mine, bytes);
        await first.DeleteAsync($"{Mine}/{mine.Id}");
        var id = (await second.GetAsync<MyConsultation>("/api/my/consultation")).Id;
        using var response = await second.GetAsync($"/api/consultations/{id}/photos/{theirs.Id}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_photo_that_the_doctor_has_seen_stays()
    {
        var (patient, id) = await app.QueueDirectAsync(await app.SignInAsync("coordinator-deng"));
        var photo = await patient.AddPhotoAsync(Mine);
        await (await app.SignInAsync("dr-li")).AcceptAsync(id);
        await patient.DeleteAsync($"{Mine}/{photo.Id}").IsRefusedAsync(HttpStatusCode.Conflict, "consultation.closed");
        Assert.Single((await patient.GetAsync<MyConsultation>("/api/my/consultation")).Photos);
    }

    [Fact]
    public async Task The_photos_of_a_clinic_doctors_case_are_the_clinic_doctors_to_remove()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var person = await app.StrangerAsync(clinic);
        var opened = await clinic.OpenCaseAsync(person);
        var photo = await clinic.AddPhotoAsync($"/api/consultations/{opened.Id}/photos");
        var phone = await app.ArriveAsync(
            await clinic.PostAsync<InvitationView>($"/api/consultations/{opened.Id}/invitations"), person);
        await phone.DeleteAsync($"{Mine}/{photo.Id}").IsRefusedAsync(HttpStatusCode.Conflict, "consultation.not_direct");
    }

    [Fact]
    public async Task Another_patients_photo_is_the_same_as_one_that_does_not_exist()
    {
        var photo = await (await ArriveAsync()).AddPhotoAsync(Mine);
        await Outsiders.HidesAsync(
            photo.Id, "photo.not_found", [await ArriveAsync()], (outsider, id) => outsider.DeleteAsync($"{Mine}/{id}"));
        foreach (var outsider in new[] { app.AnonymousClient(), await app.SignInAsync("clinic-ma") })
        {
            await outsider.DeleteAsync($"{Mine}/{photo.Id}")
                .IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
        }
    }

    private async Task<HttpClient> ArriveAsync() => await app.ArriveAsync(await app.SignInAsync("coordinator-deng"));
}
