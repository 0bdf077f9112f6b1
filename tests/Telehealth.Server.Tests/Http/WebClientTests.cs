using System.Net;

namespace Telehealth.Http;

public sealed class WebClientTests(TelehealthApp app) : IClassFixture<TelehealthApp>
{
    [Theory]
    [InlineData("/", "staff page")]
    [InlineData("/desk/consultations/17", "staff page")]
    [InlineData("/join", "patient page")]
    [InlineData("/join.html", "patient page")]
    public async Task Every_page_path_serves_its_entry_and_is_asked_for_anew(string path, string expected)
    {
        Write("index.html", "staff page");
        Write("join.html", "patient page");

        var answer = await app.AnonymousClient().GetAsync(path);

        Assert.Equal(expected, await answer.Content.ReadAsStringAsync());
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        Assert.True(answer.Headers.CacheControl!.NoCache);
    }

    [Fact]
    public async Task A_page_may_open_web_sockets_to_its_own_host_only()
    {
        var answer = await app.AnonymousClient().GetAsync("/api/consents/current");

        var connect = Assert.Single(
            answer.Headers.GetValues("Content-Security-Policy").Single().Split("; "),
            rule => rule.StartsWith("connect-src ", StringComparison.Ordinal));
        Assert.Matches("^connect-src 'self' wss?://localhost(:[0-9]+)?$", connect);
    }

    [Fact]
    public async Task Hashed_assets_are_kept_for_good_and_sent_compressed_when_the_browser_can_read_it()
    {
        Write("assets/main-1a2b.js", "plain");
        Write("assets/main-1a2b.js.br", "compressed");
        var browser = app.AnonymousClient();

        var plain = await browser.GetAsync("/assets/main-1a2b.js");
        Assert.Equal("plain", await plain.Content.ReadAsStringAsync());
        Assert.Equal("public, max-age=31536000, immutable", plain.Headers.CacheControl!.ToString());

        browser.DefaultRequestHeaders.Add("Accept-Encoding", "gzip, br");
        var small = await browser.GetAsync("/assets/main-1a2b.js");
        Assert.Equal("compressed", await small.Content.ReadAsStringAsync());
        Assert.Equal("br", Assert.Single(small.Content.Headers.ContentEncoding));
        Assert.Equal("text/javascript", small.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task An_unchanged_page_is_not_sent_again()
    {
        Write("about.html", "unchanged");
        var browser = app.AnonymousClient();
        var tag = (await browser.GetAsync("/about.html")).Headers.ETag!;
        browser.DefaultRequestHeaders.IfNoneMatch.Add(tag);

        Assert.Equal(HttpStatusCode.NotModified, (await browser.GetAsync("/about.html")).StatusCode);
    }

    [Theory]
    [InlineData("/assets/missing.js")]
    [InlineData("/../appsettings.json")]
    [InlineData("/%2e%2e/appsettings.json")]
    public async Task What_is_not_in_the_web_root_is_not_found(string path) =>
        Assert.Equal(HttpStatusCode.NotFound, (await app.AnonymousClient().GetAsync(path)).StatusCode);

    private void Write(string path, string text)
    {
        var file = Path.Combine(app.WebRoot, path);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        if (!File.Exists(file))
        {
            File.WriteAllText(file, text);
        }
    }
}
