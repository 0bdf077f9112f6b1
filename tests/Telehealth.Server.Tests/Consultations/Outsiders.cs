using System.Net;
using System.Text.Json.Nodes;

namespace Telehealth.Consultations;

/// <summary>Asks as those who must be turned away, and asserts that they learn nothing from it.</summary>
internal static class Outsiders
{
    /// <summary>Somebody else's consultation answers exactly like one that does not exist.</summary>
    public static async Task HidesAsync(
        Guid id, string code, IEnumerable<HttpClient> outsiders, Func<HttpClient, Guid, Task<HttpResponseMessage>> ask)
    {
        foreach (var outsider in outsiders)
        {
            var hidden = await ask(outsider, id).IsRefusedAsync(HttpStatusCode.NotFound, code);
            var missing = await ask(outsider, Guid.CreateVersion7()).IsRefusedAsync(HttpStatusCode.NotFound, code);
            Assert.Equal(WithoutTrace(missing), WithoutTrace(hidden));
        }
    }

    public static async Task HidesAsync(
        this TelehealthApp app, Guid id, string[] userNames, Func<HttpClient, Guid, Task<HttpResponseMessage>> ask) =>
        await HidesAsync(id, "consultation.not_found", await Task.WhenAll(userNames.Select(name => app.SignInAsync(name))), ask);

    /// <summary>Strangers are asked to sign in, and staff of another calling are told that this is not theirs.</summary>
    public static async Task IsClosedAsync(
        this TelehealthApp app, string[] userNames, Func<HttpClient, Task<HttpResponseMessage>> ask)
    {
        await ask(app.AnonymousClient()).IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
        foreach (var userName in userNames)
        {
            await ask(await app.SignInAsync(userName)).IsRefusedAsync(HttpStatusCode.Forbidden, "session.forbidden");
        }
    }

    private static string WithoutTrace(JsonNode problem)
    {
        problem.AsObject().Remove("traceId");
        return problem.ToJsonString();
    }
}
