using System.Net;
using Telehealth.Consultations.Chat;
using Telehealth.Lab;
using Telehealth.Realtime;

namespace Telehealth.Consultations;

/// <summary>R-4: PostgreSQL is killed, freezes and comes back under a consultation.</summary>
public sealed class DatabaseAwayTests : IAsyncLifetime
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("telehealth-away-").FullName;
    private readonly PostgresStore _postgres;
    private TelehealthApp? _app;

    public DatabaseAwayTests()
    {
        if (!OperatingSystem.IsWindows())
        {
            // PostgreSQL's folder lies within and belongs to another user.
            File.SetUnixFileMode(_folder, (UnixFileMode)Convert.ToInt32("755", 8));
        }

        _postgres = new PostgresStore(_folder, TimeSpan.FromSeconds(60));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private TelehealthApp App => _app!;

    public async ValueTask InitializeAsync()
    {
        await _postgres.CreateAsync(Cancellation);
        await _postgres.StartAsync(Cancellation);
        _app = new TelehealthApp { Settings = { ["Storage:PostgreSql"] = _postgres.ConnectionString } };
    }

    [Fact]
    public async Task R4_what_cannot_be_stored_is_refused_and_stored_once_when_it_is_sent_again()
    {
        var (clinic, doctor, path) = await TalkAsync();
        await clinic.PostAsync<ChatMessageView>(path, Text("before"));
        await using var tab = await ClinicTab.OpenAsync(App.HubOf(doctor, "/hubs/clinic"));

        await _postgres.KillAsync();

        using var answer = await clinic.TryPostAsync(path, Text("meanwhile"));
        Assert.NotNull(answer.Headers.RetryAfter);
        var problem = await Task.FromResult(answer).IsRefusedAsync(HttpStatusCode.ServiceUnavailable, "storage.unavailable");
        Assert.DoesNotContain("Npgsql", problem.ToJsonString(), StringComparison.Ordinal);
        await doctor.GetAsync(path).IsRefusedAsync(HttpStatusCode.ServiceUnavailable, "storage.unavailable");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await doctor.GetAsync("/health/ready")).StatusCode);
        await tab.CallAsync("Heartbeat");
        await tab.RefusedAsync("storage.unavailable", "WatchConsultation", Guid.Parse(path.Split('/')[3]));

        await _postgres.StartAsync(Cancellation);
        await RepeatAsync(clinic, path, "meanwhile");
        await RepeatAsync(clinic, path, "meanwhile");

        Assert.Equal(["before", "meanwhile"], (await doctor.GetAsync<ChatMessageView[]>(path)).Select(message => message.Text));
        Assert.True(tab.IsConnected);
    }

    [Fact]
    public async Task R4_a_database_that_freezes_confirms_nothing_and_doubles_nothing()
    {
        var (clinic, doctor, path) = await TalkAsync();

        _postgres.Suspend();
        await clinic.TryPostAsync(path, Text("meanwhile")).IsRefusedAsync(HttpStatusCode.ServiceUnavailable, "storage.unavailable");

        _postgres.Wake();
        await RepeatAsync(clinic, path, "meanwhile");
        Assert.Equal(["meanwhile"], (await doctor.GetAsync<ChatMessageView[]>(path)).Select(message => message.Text));
    }

    public async ValueTask DisposeAsync()
    {
        await (_app?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _postgres.DisposeAsync();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    private static object Text(string text) => new { clientMessageId = text, text };

    /// <summary>As a browser does.</summary>
    private static Task RepeatAsync(HttpClient client, string path, string text) => Wait.UntilAsync(async () =>
    {
        using var answer = await client.TryPostAsync(path, Text(text));
        return answer.IsSuccessStatusCode ? null : $"the message to be stored; the answer is {(int)answer.StatusCode}";
    });

    private async Task<(HttpClient Clinic, HttpClient Doctor, string Path)> TalkAsync()
    {
        var clinic = await App.SignInAsync("clinic-ma");
        var doctor = await App.SignInAsync("dr-li");
        var talk = await App.TalkAsync(clinic, doctor);
        return (clinic, doctor, $"/api/consultations/{talk.Id}/messages");
    }
}
