using System.Text.Json;
using FluentValidation;
using FluentValidation.Results;

namespace Telehealth.Http;

/// <summary>Checks every handler argument that has a FluentValidation validator before the handler sees it.</summary>
internal static class ValidationFilter
{
    public static void AddValidators(IServiceCollection services)
    {
        var found = AssemblyScanner.FindValidatorsInAssembly(
            typeof(ValidationFilter).Assembly, includeInternalTypes: true);
        foreach (var pair in found)
        {
            services.AddSingleton(pair.InterfaceType, pair.ValidatorType);
        }
    }

    public static EndpointFilterDelegate Create(EndpointFilterFactoryContext context, EndpointFilterDelegate next)
    {
        var validators = context.MethodInfo.GetParameters()
            .Select(parameter => typeof(IValidator<>).MakeGenericType(parameter.ParameterType))
            .Select(type => (IValidator?)context.ApplicationServices.GetService(type))
            .ToArray();
        if (validators.All(validator => validator is null))
        {
            return next;
        }

        return invocation => InvokeAsync(invocation, validators, next);
    }

    private static async ValueTask<object?> InvokeAsync(
        EndpointFilterInvocationContext invocation, IValidator?[] validators, EndpointFilterDelegate next)
    {
        var cancellation = invocation.HttpContext.RequestAborted;
        for (var index = 0; index < validators.Length; index++)
        {
            if (validators[index] is not { } validator || invocation.Arguments[index] is not { } argument)
            {
                continue;
            }

            var result = await validator.ValidateAsync(new ValidationContext<object>(argument), cancellation);
            if (!result.IsValid)
            {
                return new InvalidResult(ByField(result.Errors));
            }
        }

        return await next(invocation);
    }

    private static Dictionary<string, string[]> ByField(IEnumerable<ValidationFailure> failures) =>
        failures
            .GroupBy(failure => FieldName(failure.PropertyName))
            .ToDictionary(
                group => group.Key,
                group => group.Select(failure => RuleName(failure.ErrorCode)).Distinct().ToArray());

    private static string FieldName(string path) =>
        string.Join('.', path.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));

    /// <summary>FluentValidation's own codes ("NotEmptyValidator") become "notEmpty"; codes given by a rule stay.</summary>
    private static string RuleName(string code) =>
        JsonNamingPolicy.CamelCase.ConvertName(code.Replace("Validator", "", StringComparison.Ordinal));

    private sealed class InvalidResult(IReadOnlyDictionary<string, string[]> errors) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => RefusalResults.WriteInvalidAsync(httpContext, errors);
    }
}
