using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace Telehealth.Consultations.Photos;

public sealed class AddPhotoTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    private const string Mine = "/api/my/consultation/photos";

    [Fact]
    public async Task A_photo_comes_back_without_its_place_and_cannot_run_or_be_shared()
    {
        var patient = await ArriveAsync();
        var photo = await patient.AddPhotoAsync(Mine, SamplePhotos.Jpeg(400, 300, withPlace: true));
        Assert.Equal(("image/jpeg", 400, 300), (photo.ContentType, photo.Width, photo.Height));
        var mine = await patient.GetAsync<MyConsultation>("/api/my/consultation");
        Assert.Equal(photo, Assert.Single(mine.Photos));

        using var response = await patient.GetAsync($"/api/consultations/{mine.Id}/photos/{photo.Id}");
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(SamplePhotos.Place)));
        Assert.Equal(photo.Bytes, bytes.Length);
        Assert.Equal("image/jpeg", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("inline", response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("sandbox", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.True(response.Headers.CacheControl!.Private);
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
    public async Task A_tenth_photo_is_refused_and_a_removed_one_makes_room()
    {
        var patient = await ArriveAsync();
        var photos = new List<PhotoView>();
        for (var number = 1; number <= Photo.MaxCount; number++)
        {
            photos.Add(await patient.AddPhotoAsync(Mine, SamplePhotos.Png(number, 1)));
        }

        await patient.UploadAsync(Mine, SamplePhotos.Png()).IsRefusedAsync(HttpStatusCode.Conflict, "photo.too_many");
        using var removed = await patient.DeleteAsync($"{Mine}/{photos[0].Id}");
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await patient.AddPhotoAsync(Mine);
        await patient.DeleteAsync($"{Mine}/{photos[0].Id}").IsRefusedAsync(HttpStatusCode.NotFound, "photo.not_found");
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
    public async Task A_clinic_doctors_photo_is_seen_by_the_department_and_by_nobody_else()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var opened = await clinic.OpenCaseAsync(await app.StrangerAsync(clinic), "Dermatology");
        var path = $"/api/consultations/{opened.Id}/photos";
        var photo = await clinic.AddPhotoAsync(path, SamplePhotos.WebP());
        var doctor = await app.SignInAsync("dr-zhou");
        await doctor.GetAsync($"{path}/{photo.Id}").IsRefusedAsync(HttpStatusCode.NotFound, "consultation.not_found");
        await clinic.PutAsync<ConsultationDetails>(
            $"/api/consultations/{opened.Id}/case", new CaseDraft(Scenes.Cough, "", Triage.VitalSigns.None, 3));
        await clinic.SubmitAsync(opened);
        using var seen = await doctor.GetAsync($"{path}/{photo.Id}");
        Assert.Equal(HttpStatusCode.OK, seen.StatusCode);
        foreach (var outsider in new[] { await app.SignInAsync("dr-li"), await app.SignInAsync("clinic-he"), await ArriveAsync() })
        {
            await outsider.GetAsync($"{path}/{photo.Id}").IsRefusedAsync(HttpStatusCode.NotFound, "consultation.not_found");
            await outsider.UploadAsync(path, SamplePhotos.Png()).IsRefusedAsync(HttpStatusCode.NotFound, "consultation.not_found");
        }

        await doctor.DeleteAsync($"{path}/{photo.Id}").IsRefusedAsync(HttpStatusCode.Forbidden, "session.forbidden");
        using var removed = await clinic.DeleteAsync($"{path}/{photo.Id}");
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
    }

    [Fact]
    public async Task The_other_header_wall_stands_before_uploads_too()
    {
        var patient = await ArriveAsync();
        patient.DefaultRequestHeaders.Remove("X-Telehealth");
        await patient.PostAsJsonAsync(Mine, new { }).IsRefusedAsync(HttpStatusCode.Forbidden, "request.missing_header");
    }

    private async Task<HttpClient> ArriveAsync() => await app.ArriveAsync(await app.SignInAsync("coordinator-deng"));
}
