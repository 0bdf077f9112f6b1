using System.Net;

namespace Telehealth.Consultations.Chat;

public sealed class ReadMessagesTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    [Fact]
    public async Task A_browser_that_comes_back_reads_from_where_it_left()
    {
        var (clinic, doctor, id) = await StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 12).Select(number =>
            (number % 2 == 0 ? clinic : doctor).PostAsync<ChatMessageView>(
                PathOf(id), new { clientMessageId = $"m{number}", text = $"{number}" })));
        var missed = await clinic.GetAsync<ChatMessageView[]>(PathOf(id) + "?after=9");
        Assert.Equal([10L, 11, 12], missed.Select(message => message.Sequence));
        Assert.Empty(await doctor.GetAsync<ChatMessageView[]>(PathOf(id) + "?after=12"));
        Assert.Equal(12, (await doctor.GetAsync<ChatMessageView[]>(PathOf(id))).Length);
    }

    [Fact]
    public async Task A_message_says_who_wrote_it()
    {
        var (clinic, doctor, id) = await StartAsync();
        await clinic.PostAsync<ChatMessageView>(PathOf(id), new { clientMessageId = "1", text = "在吗" });
        var message = Assert.Single(await doctor.GetAsync<ChatMessageView[]>(PathOf(id)));
        Assert.Equal(("在吗", "马春生", app.Clock.GetUtcNow()), (message.Text, message.SenderName.Zh, message.SentAt));
        Assert.StartsWith("practitioner-", message.SenderSeat, StringComparison.Ordinal);
        Assert.Null(message.Photo);
    }

    [Fact]
    public async Task Who_does_not_take_part_does_not_read()
    {
        var (_, _, talk) = await StartAsync();
        HttpClient[] outsiders =
        [
            await app.SignInAsync("dr-wang"),
            await app.SignInAsync("clinic-he"),
            await app.ArriveAsync(await app.SignInAsync("coordinator-deng")),
        ];
        await Outsiders.HidesAsync(talk, "consultation.not_found", outsiders, (outsider, id) => outsider.GetAsync(PathOf(id)));
        await app.AnonymousClient().GetAsync(PathOf(talk))
            .IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
        await outsiders[0].GetAsync(PathOf(talk) + "?after=soon").IsRefusedAsync(HttpStatusCode.BadRequest, "request.malformed");
    }

    private static string PathOf(Guid id) => $"/api/consultations/{id}/messages";

    private async Task<(HttpClient Clinic, HttpClient Doctor, Guid Id)> StartAsync()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var doctor = await app.SignInAsync("dr-li");
        return (clinic, doctor, (await app.TalkAsync(clinic, doctor)).Id);
    }
}
