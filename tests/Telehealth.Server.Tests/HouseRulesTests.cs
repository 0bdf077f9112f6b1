using System.Text.RegularExpressions;

namespace Telehealth;

/// <summary>Sizes and names that a reviewer would otherwise have to look for.</summary>
public sealed partial class HouseRulesTests
{
    private const int LongestFile = 400;
    private const int LongestFunction = 60;

    // SignalR's own class of this name is what ours derives from; its client interfaces are implemented by SignalR.
    private static readonly string[] _namedByTheFramework = ["FanOutLifetimeManager"];
    private static readonly string[] _implementedByTheFramework = ["IClinicClient", "IRoomClient", "IHandle"];

    [Fact]
    public void No_file_is_too_long_to_read()
    {
        var web = SourceTree.Read("web/src", "*.ts").Concat(SourceTree.Read("web/src", "*.tsx"));
        var tooLong =
            from file in SourceTree.Production.Concat(web)
            where !Tables().IsMatch(file.Path) && file.Lines.Length > Limit(file.Name) + 1
            select $"{file.Path}: {file.Lines.Length} lines";
        Assert.Empty(tooLong);
    }

    [Fact]
    public void No_function_is_too_long_to_read() =>
        Assert.Empty(SourceTree.Production.SelectMany(LongFunctions));

    [Fact]
    public void Every_type_says_what_it_is()
    {
        var vague =
            from file in SourceTree.Production
            from Match match in TypeName().Matches(file.Text)
            let name = match.Groups[1].Value
            where VagueName().IsMatch(name) && !_namedByTheFramework.Contains(name)
            select $"{file.Path}: {name}";
        Assert.Empty(vague);
    }

    [Fact]
    public void Every_interface_has_several_implementations()
    {
        var sources = SourceTree.Production.ToArray();
        var lonely =
            from file in sources
            from Match match in InterfaceName().Matches(file.Text)
            let name = match.Groups[1].Value
            where !_implementedByTheFramework.Contains(name)
            let implementation = new Regex($@"\b(class|record|struct)\b[^{{;]*[:,]\s*{name}\b")
            where sources.Sum(source => implementation.Count(source.Text)) < 2
            select $"{file.Path}: {name}";
        Assert.Empty(lonely);
    }

    [Fact]
    public void Nothing_is_left_unfinished_or_silenced()
    {
        var tests = SourceTree.Read("tests", "*.cs").Where(file => file.Name != "HouseRulesTests.cs");
        var marked =
            from file in SourceTree.Production.Concat(tests)
            from Match match in Unfinished().Matches(file.Text)
            select $"{file.Path}: {match.Value}";
        Assert.Empty(marked);
    }

    [Fact]
    public void No_path_of_somebodys_machine_is_in_a_source()
    {
        var paths = new Regex("\"/(work|root|home)/");
        Assert.Empty(SourceTree.Production.Where(file => paths.IsMatch(file.Text)).Select(file => file.Path));
    }

    private static int Limit(string name) => name switch
    {
        "Program.cs" => 40,
        "ClinicHub.cs" => 150,
        _ => LongestFile,
    };

    /// <summary>Relies on the layout that dotnet format enforces: a body's braces stand alone, at the depth of its header.</summary>
    private static IEnumerable<string> LongFunctions(SourceFile file)
    {
        var lines = file.Lines;
        for (var open = 1; open < lines.Length; open++)
        {
            var indent = lines[open].Length - 1;
            if (indent is not (4 or 8) || lines[open].Trim() != "{" || TypeHeader().IsMatch(Header(lines, open)))
            {
                continue;
            }

            var close = Array.FindIndex(lines, open, line => line.StartsWith(new string(' ', indent) + "}", StringComparison.Ordinal));
            if (close - open > LongestFunction)
            {
                yield return $"{file.Path}:{open} {close - open} lines";
            }
        }
    }

    private static string Header(string[] lines, int open)
    {
        var first = open - 1;
        while (first > 0 && lines[first - 1].Trim() is { Length: > 0 } above && above[^1] is not (';' or '}' or '{' or ']'))
        {
            first--;
        }

        return string.Join(' ', lines[first..open]);
    }

    // Dictionaries and generated types are tables, read by looking up.
    [GeneratedRegex("web/src/text/|contracts")]
    private static partial Regex Tables();

    [GeneratedRegex(@"\b(?:class|record|struct|interface|enum)\s+(?:struct\s+|class\s+)?([A-Z]\w*)")]
    private static partial Regex TypeName();

    [GeneratedRegex("Util|Helper|Common|Shared|Manager|Processor|Misc|(Base|Service|Data|Info)$")]
    private static partial Regex VagueName();

    [GeneratedRegex(@"\binterface (I[A-Z]\w*)")]
    private static partial Regex InterfaceName();

    [GeneratedRegex(@"\bTODO\b|\bFIXME\b|\bHACK\b|NotImplementedException|\bSkip\s*=\s*""|#pragma warning disable|SuppressMessage(?![^]]*Justification)|#region")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\b(class|record|struct|interface|enum|namespace)\b|= new|=>\s*new|= \w+\.\w+|\bstatic readonly\b")]
    private static partial Regex TypeHeader();
}
