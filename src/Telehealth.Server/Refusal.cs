namespace Telehealth;

/// <summary>Why the product says no; <c>Http</c> alone knows which status number that is.</summary>
public enum RefusalKind
{
    Invalid,
    SignInRequired,
    Forbidden,
    NotFound,
    Conflict,
    Gone,
    TooLarge,
    TooMany,
    Unavailable,
}

/// <summary>A rule said no. The code is API: clients translate it, so it never changes its meaning.</summary>
/// <param name="Details">Facts a sentence needs (attempts left, a limit); never patient data.</param>
public sealed record Refusal(RefusalKind Kind, string Code, IReadOnlyDictionary<string, object?>? Details = null);
