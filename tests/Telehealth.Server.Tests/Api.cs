using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Telehealth.Http;

namespace Telehealth;

/// <summary>Reads answers as the server's own records and asserts refusals by their code.</summary>
public static class Api
{
    private static readonly JsonSerializerOptions _options = CreateOptions();

    public static async Task<T> GetAsync<T>(this HttpClient client, string path) =>
        await ReadAsync<T>(await client.GetAsync(path));

    public static async Task<T> PostAsync<T>(this HttpClient client, string path, object? body = null) =>
        await ReadAsync<T>(await client.PostAsJsonAsync(path, body ?? new { }, _options));

    public static async Task<T> PutAsync<T>(this HttpClient client, string path, object body) =>
        await ReadAsync<T>(await client.PutAsJsonAsync(path, body, _options));

    /// <summary>The answer itself, for what is to be refused.</summary>
    public static Task<HttpResponseMessage> TryPostAsync(this HttpClient client, string path, object? body = null) =>
        client.PostAsJsonAsync(path, body ?? new { }, _options);

    public static Task<HttpResponseMessage> TryPutAsync(this HttpClient client, string path, object body) =>
        client.PutAsJsonAsync(path, body, _options);

    public static async Task<T> DeleteAsync<T>(this HttpClient client, string path) =>
        await ReadAsync<T>(await client.DeleteAsync(path));

    public static async Task<T> ReadAsync<T>(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {text}");
            return JsonSerializer.Deserialize<T>(text, _options)!;
        }
    }

    /// <summary>Asserts that the answer is the problem with this status and code, and gives its body.</summary>
    public static async Task<JsonNode> IsRefusedAsync(this Task<HttpResponseMessage> answer, HttpStatusCode status, string code)
    {
        using var response = await answer;
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode} {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(text)!;
        Assert.Equal(code, (string?)problem["code"]);
        Assert.Equal((int)status, (int?)problem["status"]);
        Assert.False(string.IsNullOrEmpty((string?)problem["traceId"]));
        return problem;
    }

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        HttpSetup.Configure(options);
        return options;
    }
}
