using System.Net;

namespace Telehealth.Directory.Accounts;

public sealed class EndMySessionTests
{
    [Fact]
    public async Task A_session_that_its_owner_ends_elsewhere_is_refused_and_its_hub_line_is_cut()
    {
        await using var app = new TelehealthApp();
        var here = await app.SignInAsync("dr-li");
        var there = await app.SignInAsync("dr-li");
        var line = app.HubOf(there, "/hubs/clinic");
        var cut = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        line.Closed += _ =>
        {
            cut.TrySetResult(true);
            return Task.CompletedTask;
        };
        await line.StartAsync();
        var other = (await here.GetAsync<OpenSession[]>("/api/sessions")).Single(session => !session.IsCurrent);

        Assert.Equal(HttpStatusCode.NoContent, (await here.DeleteAsync($"/api/sessions/{other.Id}")).StatusCode);

        await there.GetAsync("/api/session").IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
        await Wait.ForAsync(cut.Task, "the hub line of the ended session was not cut");
        Assert.Single(await here.GetAsync<OpenSession[]>("/api/sessions"));
    }

    [Fact]
    public async Task Somebody_elses_session_looks_like_one_that_never_was()
    {
        await using var app = new TelehealthApp();
        var doctor = await app.SignInAsync("dr-li");
        var other = await app.SignInAsync("dr-wang");
        var session = Assert.Single(await other.GetAsync<OpenSession[]>("/api/sessions"));

        await doctor.DeleteAsync($"/api/sessions/{session.Id}").IsRefusedAsync(HttpStatusCode.NotFound, "session.not_found");
        await doctor.DeleteAsync($"/api/sessions/{Guid.NewGuid()}").IsRefusedAsync(HttpStatusCode.NotFound, "session.not_found");
        Assert.Single(await other.GetAsync<OpenSession[]>("/api/sessions"));
    }
}
