using System.Net;
using System.Net.Http.Json;
using Telehealth.Consultations.Photos;

namespace Telehealth.Consultations.Chat;

public sealed class PostMessageTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    [Fact]
    public async Task Messages_sent_side_by_side_get_every_number_once()
    {
        var (clinic, doctor, path) = await StartAsync();
        var sent = await Task.WhenAll(Enumerable.Range(0, 12).Select(number =>
            (number % 2 == 0 ? clinic : doctor).PostAsync<ChatMessageView>(path, Text($"m{number}", $"{number}"))));
        Assert.Equal(Enumerable.Range(1, 12).Select(number => (long)number), sent.Select(message => message.Sequence).Order());
        Assert.Equal(12, (await doctor.GetAsync<ChatMessageView[]>(path)).Length);
    }

    [Fact]
    public async Task Sending_again_stores_once_even_side_by_side()
    {
        var (clinic, doctor, path) = await StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ =>
            clinic.PostAsync<ChatMessageView>(path, Text("same", "你好"))));
        Assert.Single(answers.Select(message => message.Sequence).Distinct());
        var other = await doctor.PostAsync<ChatMessageView>(path, Text("same", "另一个人的"));
        Assert.Equal("另一个人的", other.Text);
        Assert.Equal(2, (await doctor.GetAsync<ChatMessageView[]>(path)).Length);
    }

    [Fact]
    public async Task Nothing_at_all_and_too_much_are_refused()
    {
        var (clinic, _, path) = await StartAsync();
        await clinic.PostAsJsonAsync(path, Text("1", " \n ")).IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "chat.empty");
        await clinic.PostAsJsonAsync(path, Text("1", new string('长', 4001))).IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "chat.too_long");
        await clinic.PostAsync<ChatMessageView>(path, Text("1", new string('长', 4000)));
        await clinic.PostAsJsonAsync(path, Text("", "x")).IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "request.invalid");
    }

    [Fact]
    public async Task A_photo_of_this_consultation_may_be_shown_and_no_other()
    {
        var (clinic, doctor, path) = await StartAsync();
        var photo = await clinic.AddPhotoAsync(path.Replace("/messages", "/photos", StringComparison.Ordinal));
        Assert.Equal(PhotoPurpose.Chat, photo.TakenFor);
        var message = await clinic.PostAsync<ChatMessageView>(path, new { clientMessageId = "p", text = "", photoId = photo.Id });
        Assert.Equal(photo, message.Photo);
        Assert.Equal(photo, Assert.Single(await doctor.GetAsync<ChatMessageView[]>(path)).Photo);
        var (_, _, otherPath) = await StartAsync();
        await doctor.PostAsJsonAsync(otherPath, new { clientMessageId = "p", text = "", photoId = photo.Id })
            .IsRefusedAsync(HttpStatusCode.NotFound, "photo.not_found");
    }

    [Fact]
    public async Task After_the_talk_the_chat_is_only_read()
    {
        var (clinic, doctor, path) = await StartAsync();
        await clinic.PostAsync<ChatMessageView>(path, Text("1", "谢谢"));
        await doctor.EndAsync(Guid.Parse(path.Split('/')[3]));
        await clinic.PostAsJsonAsync(path, Text("2", "还有")).IsRefusedAsync(HttpStatusCode.Conflict, "consultation.not_in_progress");
        Assert.Single(await clinic.GetAsync<ChatMessageView[]>(path));
    }

    [Fact]
    public async Task Who_does_not_take_part_does_not_write()
    {
        var (clinic, _, path) = await StartAsync();
        HttpClient[] outsiders =
        [
            await app.SignInAsync("dr-wang"),
            await app.SignInAsync("clinic-he"),
            await app.ArriveAsync(await app.SignInAsync("coordinator-deng")),
        ];
        await Outsiders.HidesAsync(
            Guid.Parse(path.Split('/')[3]),
            "consultation.not_found",
            outsiders,
            (outsider, id) => outsider.TryPostAsync($"/api/consultations/{id}/messages", Text("1", "x")));
        await app.AnonymousClient().TryPostAsync(path, Text("1", "x"))
            .IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
        Assert.Empty(await clinic.GetAsync<ChatMessageView[]>(path));
    }

    private static object Text(string clientMessageId, string text) => new { clientMessageId, text };

    private async Task<(HttpClient Clinic, HttpClient Doctor, string Path)> StartAsync()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var doctor = await app.SignInAsync("dr-li");
        var talk = await app.TalkAsync(clinic, doctor);
        return (clinic, doctor, $"/api/consultations/{talk.Id}/messages");
    }
}
