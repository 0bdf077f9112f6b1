using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Telehealth.Http;

/// <summary>The web client's types are generated from web/openapi.json, so that file has to be what the server says today.</summary>
public sealed class SavedApiDocumentTests(TelehealthApp app) : IClassFixture<TelehealthApp>
{
    private static readonly JsonSerializerOptions _readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public async Task The_saved_document_is_what_the_server_says()
    {
        var document = JsonNode.Parse(await app.AnonymousClient().GetStringAsync("/openapi/v1.json"))!.AsObject();
        // Where this test's server happened to listen.
        document.Remove("servers");
        var served = document.ToJsonString(_readable) + "\n";
        var path = Path.Combine(SourceTree.Root, "web", "openapi.json");
        if (Environment.GetEnvironmentVariable("SAVE_OPENAPI") == "1")
        {
            await File.WriteAllTextAsync(path, served, TestContext.Current.CancellationToken);
        }

        var saved = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        Assert.True(
            saved == served,
            "web/openapi.json is stale: run this test with SAVE_OPENAPI=1, then `npm run contracts` in web.");
    }
}
