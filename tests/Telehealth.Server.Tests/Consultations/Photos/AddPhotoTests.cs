using System.Net;

namespace Telehealth.Consultations.Photos;

public sealed class AddPhotoTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    [Fact]
    public async Task Everybody_in_the_talk_adds_photos_until_it_is_over()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var doctor = await app.SignInAsync("dr-li");
        var waiting = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic));
        Assert.Equal(PhotoPurpose.Intake, (await clinic.AddPhotoAsync(PathOf(waiting.Id))).TakenFor);
        await doctor.AcceptAsync(waiting.Id);
        Assert.Equal(PhotoPurpose.Chat, (await doctor.AddPhotoAsync(PathOf(waiting.Id))).TakenFor);
        Assert.Equal(PhotoPurpose.Chat, (await clinic.AddPhotoAsync(PathOf(waiting.Id))).TakenFor);
        await doctor.EndAsync(waiting.Id);
        await doctor.UploadAsync(PathOf(waiting.Id), SamplePhotos.Png()).IsRefusedAsync(HttpStatusCode.Conflict, "consultation.closed");
    }

    [Fact]
    public async Task A_tenth_photo_and_what_is_no_photo_are_refused()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var opened = await clinic.OpenCaseAsync(await app.StrangerAsync(clinic));
        await clinic.UploadAsync(PathOf(opened.Id), "GIF89a"u8.ToArray())
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "photo.not_an_image");
        await clinic.UploadAsync(PathOf(opened.Id), SamplePhotos.Png(30_000, 30_000))
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "photo.too_many_pixels");
        await clinic.UploadAsync(PathOf(opened.Id), [.. SamplePhotos.Jpeg().AsSpan(0, 20), .. new byte[ReceivedPhoto.MaxBytes]])
            .IsRefusedAsync(HttpStatusCode.RequestEntityTooLarge, "photo.too_large");
        for (var number = 1; number <= Photo.MaxCount; number++)
        {
            await clinic.AddPhotoAsync(PathOf(opened.Id), SamplePhotos.Png(number, 1));
        }

        await clinic.UploadAsync(PathOf(opened.Id), SamplePhotos.Png()).IsRefusedAsync(HttpStatusCode.Conflict, "photo.too_many");
    }

    [Fact]
    public async Task Who_does_not_take_part_adds_nothing()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var waiting = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic), "Dermatology");
        HttpClient[] outsiders =
        [
            await app.SignInAsync("dr-li"),
            await app.SignInAsync("dr-zhou"),
            await app.SignInAsync("clinic-he"),
            await app.ArriveAsync(await app.SignInAsync("coordinator-deng")),
        ];
        await Outsiders.HidesAsync(
            waiting.Id,
            "consultation.not_found",
            outsiders,
            (outsider, id) => outsider.UploadAsync(PathOf(id), SamplePhotos.Png()));
        await app.AnonymousClient().UploadAsync(PathOf(waiting.Id), SamplePhotos.Png())
            .IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
        Assert.Empty((await clinic.GetAsync<ConsultationDetails>($"/api/consultations/{waiting.Id}")).Photos);
    }

    private static string PathOf(Guid id) => $"/api/consultations/{id}/photos";
}
