using System.Text.Json;
using System.Text.RegularExpressions;

namespace Telehealth;

/// <summary>What the code offers is told where people look for it.</summary>
public sealed partial class DocumentedTests
{
    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public void Every_refusal_is_a_sentence_in_both_languages(string language)
    {
        var told = ReadSentences($"web/src/text/{language}/refusals.ts");
        var codes =
            from file in SourceTree.Server
            where file.Name.EndsWith("Refusals.cs", StringComparison.Ordinal)
            from Match match in RefusalCode().Matches(file.Text)
            select match.Groups[1].Value;
        Assert.Empty(codes.Distinct().Except(told));
    }

    [Fact]
    public void Every_key_of_the_configuration_stands_in_the_sample()
    {
        using var sample = JsonDocument.Parse(
            SourceTree.ReadText("infra/appsettings.sample.json"),
            new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var missing =
            from file in SourceTree.Production
            where file.Name.EndsWith("Options.cs", StringComparison.Ordinal) || OptionsSection().IsMatch(file.Text)
            from Match match in OptionsClass().Matches(file.Text)
            let section = SectionOf(file.Text, match.Groups[1].Value)
            from Match property in OptionsProperty().Matches(file.Text)
            let key = property.Groups[1].Value
            where !sample.RootElement.TryGetProperty(section, out var told) || !told.TryGetProperty(key, out _)
            select $"{section}:{key}";
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_hub_method_and_event_stands_in_the_protocol()
    {
        var protocol = SourceTree.ReadText("docs/protocol.md");
        var names =
            from file in SourceTree.Server
            where file.Name is "ClinicHub.cs" or "RoomHub.cs" or "IClinicClient.cs" or "IRoomClient.cs"
            from Match match in HubMethod().Matches(file.Text)
            where !match.Value.Contains("override", StringComparison.Ordinal)
            select match.Groups[1].Value;
        var untold = names.Distinct().Where(name => !protocol.Contains(name, StringComparison.Ordinal));
        Assert.Equal([], untold);
    }

    private static string SectionOf(string text, string className)
    {
        var named = OptionsSection().Match(text);
        return named.Success ? named.Groups[1].Value : className;
    }

    /// <summary>The dictionary is laid out by Biome: sections two spaces deep, sentences inside.</summary>
    private static HashSet<string> ReadSentences(string path)
    {
        var told = new HashSet<string>();
        var section = "";
        foreach (var line in SourceTree.ReadText(path).Split('\n'))
        {
            var opened = DictionarySection().Match(line);
            section = opened.Success ? opened.Groups[1].Value : section;
            foreach (Match match in DictionaryKey().Matches(opened.Success ? line[opened.Length..] : line))
            {
                told.Add($"{section}.{match.Groups[1].Value}");
            }
        }

        return told;
    }

    [GeneratedRegex(@"""([a-z][a-z_]*\.[a-z][a-z_]*)""")]
    private static partial Regex RefusalCode();

    [GeneratedRegex(@"^  (\w+): \{")]
    private static partial Regex DictionarySection();

    [GeneratedRegex(@"(?:^    |^ |, )(\w+):(?: ['""`]|$)")]
    private static partial Regex DictionaryKey();

    [GeneratedRegex(@"class (\w+)Options\b")]
    private static partial Regex OptionsClass();

    [GeneratedRegex(@"(?:Section = ""|Section <c>)(\w+)")]
    private static partial Regex OptionsSection();

    [GeneratedRegex(@"public [\w<>\[\]?]+ (\w+) \{ get; (?:init|set);")]
    private static partial Regex OptionsProperty();

    [GeneratedRegex(@"^    (?:public (?:async )?(?:override )?)?(?:Task|ValueTask)\S* (\w+)\(", RegexOptions.Multiline)]
    private static partial Regex HubMethod();
}
