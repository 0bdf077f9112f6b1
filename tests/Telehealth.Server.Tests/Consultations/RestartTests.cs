namespace Telehealth.Consultations;

public sealed class RestartTests
{
    private const string Dermatology = "Dermatology";

    [Fact]
    public async Task A_restart_keeps_order_places_drafts_and_chat()
    {
        using var database = new TestDatabase();
        var clock = new ManualClock();
        var ids = new List<Guid>();
        Guid taken;
        await using (var app = new TelehealthApp { SharedDatabase = database, Clock = clock })
        {
            var clinic = await app.SignInAsync("clinic-ma");
            var doctor = await app.SignInAsync("dr-zhou");
            taken = (await clinic.QueueCaseAsync(await app.StrangerAsync(clinic), Dermatology)).Id;
            await doctor.AcceptAsync(taken);
            await doctor.DraftAsync(taken);
            await clinic.PostAsync<Chat.ChatMessageView>($"/api/consultations/{taken}/messages", new { clientMessageId = "1", text = "在吗" });
            foreach (var urgency in new[] { 4, 2, 3 })
            {
                ids.Add((await clinic.QueueCaseAsync(await app.StrangerAsync(clinic), Dermatology, urgency)).Id);
                clock.Advance(TimeSpan.FromMinutes(1));
            }
        }

        await using var restarted = new TelehealthApp { SharedDatabase = database, Clock = clock };
        var back = await restarted.SignInAsync("dr-zhou");
        var read = await back.GetAsync<ConsultationDetails>($"/api/consultations/{taken}");
        Assert.Equal(Scenes.FinishedNote.Advice, read.Note.Draft!.Advice);
        Assert.Equal("在吗", Assert.Single(await back.GetAsync<Chat.ChatMessageView[]>($"/api/consultations/{taken}/messages")).Text);
        foreach (var expected in new[] { ids[1], ids[2], ids[0] })
        {
            Assert.Equal(expected, (await TakeNextAsync(back, read.Department.Id)).Id);
        }
    }

    private static Task<ConsultationDetails> TakeNextAsync(HttpClient doctor, Guid departmentId) =>
        doctor.PostAsync<ConsultationDetails>($"/api/departments/{departmentId}/queue/next");
}
