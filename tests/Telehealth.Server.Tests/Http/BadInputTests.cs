using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Telehealth.Http;

public sealed class BadInputTests(TelehealthApp app) : IClassFixture<TelehealthApp>
{
    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1,2]")]
    [InlineData("{\"userName\":1,\"password\":\"x\"}")]
    [InlineData("{\"userName\":\"dr-li\"}")]
    [InlineData("{\"userName\":\"dr-li\",\"password\":null}")]
    [InlineData("{\"userName\":\"dr-li\",\"password\":\"x\",\"isAdministrator\":true}")]
    [InlineData("{\"userName\":\"dr-li\",\"userName\":\"dr-wang\",\"password\":\"x\"}")]
    public async Task What_is_not_the_expected_json_is_malformed(string body)
    {
        var problem = await Post(body).IsRefusedAsync(HttpStatusCode.BadRequest, "request.malformed");
        Assert.Null(problem["details"]);
    }

    [Fact]
    public async Task Another_media_type_is_malformed() =>
        await Post("userName=dr-li", "application/x-www-form-urlencoded")
            .IsRefusedAsync(HttpStatusCode.UnsupportedMediaType, "request.malformed");

    [Fact]
    public async Task A_word_that_is_no_identifier_is_malformed()
    {
        var doctor = await app.SignInAsync("dr-xu");
        await doctor.PutAsJsonAsync("/api/session/role", new { roleId = "the other one" })
            .IsRefusedAsync(HttpStatusCode.BadRequest, "request.malformed");
    }

    [Fact]
    public async Task Broken_rules_are_named_by_field()
    {
        var problem = await Post(new JsonObject { ["userName"] = "", ["password"] = new string('x', 257) }.ToJsonString())
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "request.invalid");
        Assert.Equal("notEmpty", (string?)problem["errors"]!["userName"]![0]);
        Assert.Equal("maximumLength", (string?)problem["errors"]!["password"]![0]);
    }

    [Fact]
    public async Task A_megabyte_of_text_is_too_large()
    {
        var body = new JsonObject { ["userName"] = "dr-li", ["password"] = new string('好', 350_000) }.ToJsonString();
        var problem = await Post(body).IsRefusedAsync(HttpStatusCode.RequestEntityTooLarge, "request.too_large");
        Assert.Equal(256 * 1024, (int?)problem["details"]!["maximumBytes"]);
    }

    [Fact]
    public async Task A_change_without_our_header_is_refused_before_anything_is_read()
    {
        var foreign = app.AnonymousClient();
        foreign.DefaultRequestHeaders.Remove("X-Telehealth");
        await foreign.PostAsJsonAsync("/api/session", new { userName = "dr-li", password = "telehealth-demo" })
            .IsRefusedAsync(HttpStatusCode.Forbidden, "request.missing_header");
    }

    [Fact]
    public async Task A_hub_is_closed_to_pages_of_other_origins()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/hubs/clinic");
        request.Headers.Add("Origin", "https://elsewhere.example");
        await app.AnonymousClient().SendAsync(request).IsRefusedAsync(HttpStatusCode.Forbidden, "request.foreign_origin");
    }

    [Fact]
    public async Task A_path_that_does_not_exist_is_a_problem_too() =>
        await app.AnonymousClient().GetAsync("/api/nothing").IsRefusedAsync(HttpStatusCode.NotFound, "request.not_found");

    [Fact]
    public async Task Answers_forbid_framing_foreign_scripts_and_caching()
    {
        var answer = await app.AnonymousClient().GetAsync("/api/demo/sign-ins");
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> Post(string body, string type = "application/json")
    {
        var content = new StringContent(body, Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue(type) { CharSet = "utf-8" };
        return app.AnonymousClient().PostAsync("/api/session", content);
    }
}
