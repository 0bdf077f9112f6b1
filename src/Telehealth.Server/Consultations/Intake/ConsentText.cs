using System.Text.Json;

namespace Telehealth.Consultations.Intake;

public sealed record ConsentSection(string Heading, string Text);

public sealed record ConsentText(string Title, IReadOnlyList<ConsentSection> Sections);

/// <summary>What a patient agrees to; a changed wording takes a new version.</summary>
public sealed record Consent(string Version, ConsentText Zh, ConsentText En)
{
    private static readonly Lazy<Consent> _current = new(Read);

    public static Consent Current() => _current.Value;

    private static Consent Read()
    {
        using var file = ShippedFile.Open("consent.json");
        return JsonSerializer.Deserialize<Consent>(file, JsonSerializerOptions.Web)!;
    }
}
