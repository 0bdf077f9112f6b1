using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Telehealth.Http;

/// <summary>What a handler answers: the value, or the refusal that stands in its place.</summary>
public sealed class Outcome<T> : IResult, IEndpointMetadataProvider
{
    private readonly T? _value;

    private Outcome(T? value, Refusal? refusal)
    {
        _value = value;
        Refusal = refusal;
    }

    public Refusal? Refusal { get; }

    public T Value => Refusal is null ? _value! : throw new InvalidOperationException($"Refused: {Refusal.Code}");

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(
            new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));

    public Task ExecuteAsync(HttpContext httpContext) =>
        Refusal is null
            ? httpContext.Response.WriteAsJsonAsync(_value, httpContext.RequestAborted)
            : RefusalResults.WriteAsync(httpContext, Refusal);
}

/// <summary>What a handler answers that has nothing to tell: done, or why not.</summary>
public sealed class Outcome : IResult, IEndpointMetadataProvider
{
    private Outcome(Refusal? refusal) => Refusal = refusal;

    public static Outcome Done { get; } = new(null);

    public Refusal? Refusal { get; }

    public static implicit operator Outcome(Refusal? refusal) => refusal is null ? Done : new(refusal);

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status204NoContent, typeof(void)));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (Refusal is not null)
        {
            return RefusalResults.WriteAsync(httpContext, Refusal);
        }

        httpContext.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
