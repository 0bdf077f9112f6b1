using System.Net;
using System.Text;

namespace Telehealth.Consultations.Photos;

public sealed class AddMyPhotoTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    private const string Mine = "/api/my/consultation/photos";

    [Fact]
    public async Task A_photo_stands_with_the_complaint_and_later_with_the_talk()
    {
        var (patient, id) = await app.QueueDirectAsync(await app.SignInAsync("coordinator-deng"));
        var photo = await patient.AddPhotoAsync(Mine, SamplePhotos.Jpeg(400, 300));
        Assert.Equal(("image/jpeg", 400, 300, PhotoPurpose.Intake), (photo.ContentType, photo.Width, photo.Height, photo.TakenFor));
        Assert.Equal(photo, Assert.Single((await patient.GetAsync<MyConsultation>("/api/my/consultation")).Photos));
        var doctor = await app.SignInAsync("dr-li");
        await doctor.AcceptAsync(id);
        Assert.Equal(PhotoPurpose.Chat, (await patient.AddPhotoAsync(Mine)).TakenFor);
        await doctor.EndAsync(id);
        await patient.UploadAsync(Mine, SamplePhotos.Png()).IsRefusedAsync(HttpStatusCode.Conflict, "consultation.closed");
    }

    [Fact]
    public async Task What_is_no_photo_is_refused_whatever_it_calls_itself()
    {
        var patient = await ArriveAsync();
        await patient.UploadAsync(Mine, "<svg onload='alert(1)'/>"u8.ToArray()).IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "photo.not_an_image");
        await patient.UploadAsync(Mine, []).IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "photo.not_an_image");
        await patient.UploadAsync(Mine, SamplePhotos.Png(30_000, 30_000)).IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "photo.too_many_pixels");
        using var broken = new StringContent("no parts here", Encoding.UTF8, "multipart/form-data");
        broken.Headers.ContentType!.Parameters.Add(new("boundary", "x"));
        await patient.PostAsync(Mine, broken).IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "photo.not_an_image");
        Assert.Empty((await patient.GetAsync<MyConsultation>("/api/my/consultation")).Photos);
    }

    [Fact]
    public async Task Forty_megabytes_are_refused_with_or_without_a_length()
    {
        var patient = await ArriveAsync();
        byte[] huge = [.. SamplePhotos.Jpeg().AsSpan(0, 20), .. new byte[40_000_000]];
        await patient.UploadAsync(Mine, huge).IsRefusedAsync(HttpStatusCode.RequestEntityTooLarge, "photo.too_large");

        using var form = new MultipartFormDataContent { { new ByteArrayContent(huge), "file", "photo.jpg" } };
        using var unmeasured = new StreamContent(await form.ReadAsStreamAsync());
        unmeasured.Headers.ContentType = form.Headers.ContentType;
        using var request = new HttpRequestMessage(HttpMethod.Post, Mine) { Content = unmeasured };
        request.Headers.TransferEncodingChunked = true;
        await patient.SendAsync(request).IsRefusedAsync(HttpStatusCode.RequestEntityTooLarge, "photo.too_large");
    }

    [Fact]
    public async Task A_tenth_photo_is_refused()
    {
        var patient = await ArriveAsync();
        for (var number = 1; number <= Photo.MaxCount; number++)
        {
            await patient.AddPhotoAsync(Mine, SamplePhotos.Png(number, 1));
        }

        await patient.UploadAsync(Mine, SamplePhotos.Png()).IsRefusedAsync(HttpStatusCode.Conflict, "photo.too_many");
    }

    [Fact]
    public async Task The_other_header_wall_stands_before_uploads_too()
    {
        var patient = await ArriveAsync();
        patient.DefaultRequestHeaders.Remove("X-Telehealth");
        await patient.TryPostAsync(Mine).IsRefusedAsync(HttpStatusCode.Forbidden, "request.missing_header");
    }

    [Fact]
    public async Task Only_a_patient_has_such_photos()
    {
        foreach (var outsider in new[] { app.AnonymousClient(), await app.SignInAsync("clinic-ma") })
        {
            await outsider.UploadAsync(Mine, SamplePhotos.Png())
                .IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
        }
    }

    private async Task<HttpClient> ArriveAsync() => await app.ArriveAsync(await app.SignInAsync("coordinator-deng"));
}
