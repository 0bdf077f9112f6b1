using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;

namespace Telehealth.Http;

public sealed class ApiDocumentTests(TelehealthApp app) : IClassFixture<TelehealthApp>
{
    [Fact]
    public async Task Every_operation_has_a_name_of_its_own()
    {
        var operations = (await ReadAsync())["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(method => (Place: $"{method.Key} {path.Key}", Operation: method.Value!)))
            .Where(entry => entry.Place.Contains("/api/", StringComparison.Ordinal))
            .ToArray();

        Assert.Empty(operations.Where(entry => entry.Operation["operationId"] is null).Select(entry => entry.Place));
        Assert.Empty(operations.GroupBy(entry => (string?)entry.Operation["operationId"])
            .Where(group => group.Count() > 1)
            .Select(group => group.Key));
        Assert.All(operations, entry => Assert.NotNull(entry.Operation["responses"]!["default"]));
    }

    [Fact]
    public async Task Records_carry_the_names_of_the_contract_and_say_what_may_be_null()
    {
        var schemas = (await ReadAsync())["components"]!["schemas"]!.AsObject();

        Assert.Contains("Session", schemas);
        Assert.Contains("SignInRequest", schemas);
        Assert.DoesNotContain(schemas, schema => schema.Key.EndsWith("View", StringComparison.Ordinal));
        var role = schemas["RoleAtSite"]!;
        Assert.Contains("departmentId", role["required"]!.AsArray().Select(name => (string?)name));
        Assert.Contains("null", role["properties"]!["departmentId"]!["type"]!.AsArray().Select(type => (string?)type));
        Assert.Contains("clinicDoctor", schemas["StaffRole"]!["enum"]!.AsArray().Select(value => (string?)value));
    }

    [Fact]
    public async Task The_api_document_calls_the_records_as_the_contract_does()
    {
        var names = (await ReadAsync())["components"]!["schemas"]!.AsObject().Select(schema => schema.Key).ToHashSet();
        string[] expected =
        [
            "Invitation", "InvitationPreview", "MyConsultation", "Consent", "Complaint", "Photo", "QueuePlace", "ConsultationSummary",
            "VitalSigns", "RedFlag", "RedFlagHit", "VitalSignRange", "CaseDraft", "QueueEntry", "ConsultationListItem", "ConsultationDetails",
            "CodedDiagnosis", "NoteText", "Note", "ChatMessage", "RoomEntry", "SeatName", "ConsultationStatus", "Symptom",
        ];
        Assert.Empty(expected.Except(names));
    }

    [Fact]
    public void The_server_does_not_start_with_an_endpoint_that_names_nobody_who_may_use_it()
    {
        var builder = WebApplication.CreateBuilder();
        using var server = builder.Build();
        server.MapGet("/open", () => "").AllowAnonymous();
        server.MapGet("/closed", () => "").RequireAuthorization("staff");
        server.RequireDeclaredAccess();

        server.MapGet("/forgotten", () => "");
        var failure = Assert.Throws<InvalidOperationException>(server.RequireDeclaredAccess);
        Assert.Contains("/forgotten", failure.Message, StringComparison.Ordinal);
    }

    private async Task<JsonNode> ReadAsync() =>
        JsonNode.Parse(await app.AnonymousClient().GetStringAsync("/openapi/v1.json"))!;
}
