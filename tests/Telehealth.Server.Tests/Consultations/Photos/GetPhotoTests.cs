using System.Net;
using System.Text;

namespace Telehealth.Consultations.Photos;

public sealed class GetPhotoTests(ClinicApp app) : IClassFixture<ClinicApp>
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
        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task A_clinic_doctors_photo_is_seen_by_the_department_and_by_nobody_else()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var opened = await clinic.OpenCaseAsync(await app.StrangerAsync(clinic), "Dermatology");
        var photo = await clinic.AddPhotoAsync($"/api/consultations/{opened.Id}/photos", SamplePhotos.WebP());
        var doctor = await app.SignInAsync("dr-zhou");
        await doctor.GetAsync(PathOf(opened.Id, photo.Id)).IsRefusedAsync(HttpStatusCode.NotFound, "consultation.not_found");
        await clinic.PutAsync<ConsultationDetails>(
            $"/api/consultations/{opened.Id}/case", new CaseDraft(Scenes.Cough, "", Triage.VitalSigns.None, 3));
        await clinic.SubmitAsync(opened);
        using var seen = await doctor.GetAsync(PathOf(opened.Id, photo.Id));
        Assert.Equal(HttpStatusCode.OK, seen.StatusCode);
        await Outsiders.HidesAsync(
            opened.Id,
            "consultation.not_found",
            [await app.SignInAsync("dr-li"), await app.SignInAsync("clinic-he"), await ArriveAsync()],
            (outsider, id) => outsider.GetAsync(PathOf(id, photo.Id)));
        await app.AnonymousClient().GetAsync(PathOf(opened.Id, photo.Id))
            .IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
    }

    [Fact]
    public async Task A_photo_is_not_found_under_another_consultation()
    {
        var (first, second) = (await ArriveAsync(), await ArriveAsync());
        var photo = await first.AddPhotoAsync(Mine);
        var own = (await second.GetAsync<MyConsultation>("/api/my/consultation")).Id;
        await Outsiders.HidesAsync(photo.Id, "photo.not_found", [second], (outsider, id) => outsider.GetAsync(PathOf(own, id)));
    }

    private static string PathOf(Guid id, Guid photoId) => $"/api/consultations/{id}/photos/{photoId}";

    private async Task<HttpClient> ArriveAsync() => await app.ArriveAsync(await app.SignInAsync("coordinator-deng"));
}
