using System.Net;
using Telehealth.Consultations.Chat;

namespace Telehealth.Consultations.Photos;

public sealed class RemovePhotoTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    [Fact]
    public async Task A_clinic_doctor_takes_a_photo_out_of_the_own_case()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var opened = await clinic.OpenCaseAsync(await app.StrangerAsync(clinic));
        var photo = await clinic.AddPhotoAsync($"/api/consultations/{opened.Id}/photos");
        using var removed = await clinic.DeleteAsync(PathOf(opened.Id, photo.Id));
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Empty((await clinic.GetAsync<ConsultationDetails>($"/api/consultations/{opened.Id}")).Photos);
        await clinic.DeleteAsync(PathOf(opened.Id, photo.Id)).IsRefusedAsync(HttpStatusCode.NotFound, "photo.not_found");
    }

    [Fact]
    public async Task A_photo_that_the_doctor_sees_stays()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var opened = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic));
        var photo = await clinic.AddPhotoAsync($"/api/consultations/{opened.Id}/photos");
        await (await app.SignInAsync("dr-li")).AcceptAsync(opened.Id);
        await clinic.DeleteAsync(PathOf(opened.Id, photo.Id)).IsRefusedAsync(HttpStatusCode.Conflict, "consultation.closed");
    }

    [Fact]
    public async Task A_photo_of_the_chat_stays_when_the_patient_is_handed_back()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var doctor = await app.SignInAsync("dr-li");
        var waiting = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic));
        var photos = $"/api/consultations/{waiting.Id}/photos";
        var intake = await clinic.AddPhotoAsync(photos, SamplePhotos.Png(5, 5));
        await doctor.AcceptAsync(waiting.Id);
        var chat = await clinic.AddPhotoAsync(photos, SamplePhotos.Png(6, 6));
        foreach (var photo in new[] { intake, chat })
        {
            await clinic.PostAsync<ChatMessageView>(
                $"/api/consultations/{waiting.Id}/messages", new { clientMessageId = photo.Id.ToString(), text = "", photoId = photo.Id });
        }

        await doctor.PostAsync<ConsultationDetails>($"/api/consultations/{waiting.Id}/hand-back");
        foreach (var photo in new[] { intake, chat })
        {
            await clinic.DeleteAsync(PathOf(waiting.Id, photo.Id)).IsRefusedAsync(HttpStatusCode.Conflict, "consultation.closed");
        }

        var messages = await clinic.GetAsync<ChatMessageView[]>($"/api/consultations/{waiting.Id}/messages");
        Assert.Equal([intake.Id, chat.Id], messages.Select(message => message.Photo!.Id));
    }

    [Fact]
    public async Task Only_its_own_clinic_doctor_removes_a_photo()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var waiting = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic), "Dermatology");
        var photo = await clinic.AddPhotoAsync($"/api/consultations/{waiting.Id}/photos");
        await app.HidesAsync(waiting.Id, ["clinic-he", "clinic-gao"], (outsider, id) => outsider.DeleteAsync(PathOf(id, photo.Id)));
        await app.IsClosedAsync(["dr-zhou", "coordinator-deng"], caller => caller.DeleteAsync(PathOf(waiting.Id, photo.Id)));
        Assert.Single((await clinic.GetAsync<ConsultationDetails>($"/api/consultations/{waiting.Id}")).Photos);
    }

    [Fact]
    public async Task What_a_patient_at_home_showed_is_not_the_inviters_to_remove()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var (patient, id) = await app.QueueDirectAsync(clinic);
        var photo = await patient.AddPhotoAsync("/api/my/consultation/photos");
        await clinic.DeleteAsync(PathOf(id, photo.Id)).IsRefusedAsync(HttpStatusCode.NotFound, "consultation.not_found");
    }

    private static string PathOf(Guid id, Guid photoId) => $"/api/consultations/{id}/photos/{photoId}";
}
