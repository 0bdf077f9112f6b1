using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Telehealth.Http;

/// <summary>The OpenAPI document that the web client's types are generated from: /openapi/v1.json.</summary>
internal static class ApiDocument
{
    private const string ViewSuffix = "View";

    public static void Add(IServiceCollection services) =>
        services.AddOpenApi("v1", options =>
        {
            options.CreateSchemaReferenceId = NameOnce(new ConcurrentDictionary<string, Type>());
            options.AddOperationTransformer(NameOperationAsync);
            options.AddOperationTransformer(AddProblemAsync);
        });

    /// <summary>
    /// Records keep their name; a nested Request or Response takes its use case's name in front
    /// (StartCall.Request is StartCallRequest); "View" falls off, so that ConsultationView can be Consultation outside.
    /// </summary>
    private static string? NameOf(JsonTypeInfo typeInfo)
    {
        if (OpenApiOptions.CreateDefaultSchemaReferenceId(typeInfo) is not { } name)
        {
            return null;
        }

        var type = Nullable.GetUnderlyingType(typeInfo.Type) ?? typeInfo.Type;
        if (type.IsGenericType)
        {
            return name;
        }

        if (type.DeclaringType is { } useCase && type.Name is "Request" or "Response")
        {
            return type.DeclaringType!.Name + type.Name;
        }

        return type.Name.EndsWith(ViewSuffix, StringComparison.Ordinal) ? type.Name[..^ViewSuffix.Length] : type.Name;
    }

    private static Func<JsonTypeInfo, string?> NameOnce(ConcurrentDictionary<string, Type> owners) =>
        typeInfo =>
        {
            if (NameOf(typeInfo) is not { } name)
            {
                return null;
            }

            var type = Nullable.GetUnderlyingType(typeInfo.Type) ?? typeInfo.Type;
            var owner = owners.GetOrAdd(name, type);
            return owner == type
                ? name
                : throw new InvalidOperationException($"{owner.FullName} and {type.FullName} are both called {name} in the API.");
        };

    /// <summary>An operation is called like its use case: EnterRoom.Handle is enterRoom.</summary>
    private static Task NameOperationAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var handler = context.Description.ActionDescriptor.EndpointMetadata.OfType<MethodInfo>().FirstOrDefault();
        if (operation.OperationId is null && handler is { Name: "Handle", DeclaringType: { } useCase })
        {
            operation.OperationId = JsonNamingPolicy.CamelCase.ConvertName(useCase.Name);
        }

        return Task.CompletedTask;
    }

    private static async Task AddProblemAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var schema = await context.GetOrCreateSchemaAsync(typeof(Problem), null, cancellation);
        context.Document!.AddComponent(nameof(Problem), schema);
        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "Refused",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(nameof(Problem), context.Document) },
            },
        };
    }
}
