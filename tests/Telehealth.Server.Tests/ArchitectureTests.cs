using System.Text.RegularExpressions;

namespace Telehealth;

/// <summary>Holds the arrows of docs/architecture.md: which folder may use which.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string[] _slices = ["Directory", "Consultations"];

    private static readonly string[] _infrastructure = ["Http", "Storage", "Identity", "Audit", "Realtime", "Rooms", "Coordination", "Telemetry"];

    private static readonly Dictionary<string, string[]> _serverArrows = new()
    {
        ["Http"] = [],
        ["Storage"] = ["Telemetry"],
        ["Coordination"] = [],
        ["Telemetry"] = [],
        ["Identity"] = ["Storage", "Http"],
        ["Audit"] = ["Storage", "Http", "Identity", "Telemetry"],
        ["Rooms"] = ["Coordination", "Telemetry", "Media"],
        ["Realtime"] = ["Coordination", "Rooms", "Identity"],
        ["Directory"] = _infrastructure,
        ["Consultations"] = [.. _infrastructure, "Directory"],
        ["Operations"] = [.. _infrastructure, "Directory", "Consultations", "Telemetry"],
    };

    private static readonly Dictionary<string, string[]> _mediaArrows = new()
    {
        ["Net"] = [],
        ["Rtp"] = [],
        ["Rtcp"] = ["Rtp"],
        ["Srtp"] = ["Rtp", "Rtcp"],
        ["Stun"] = ["Net"],
        ["Dtls"] = ["Srtp"],
        ["Ice"] = ["Stun", "Dtls", "Srtp", "Net"],
        ["Sdp"] = ["Ice", "Dtls", "Srtp", "Rtp"],
        ["Bandwidth"] = ["Rtp", "Rtcp"],
        ["Forwarding"] = ["Bandwidth", "Rtp", "Rtcp"],
    };

    [Fact]
    public void Every_folder_of_the_server_uses_only_what_its_arrows_allow() =>
        Assert.Empty(BrokenArrows(SourceTree.Server, _serverArrows, "Telehealth."));

    [Fact]
    public void Every_folder_of_the_media_server_uses_only_what_lies_below_it() =>
        Assert.Empty(BrokenArrows(SourceTree.Media, _mediaArrows, "Telehealth.Media."));

    [Fact]
    public void Every_folder_has_a_row_of_arrows()
    {
        var folders = SourceTree.Server.Select(file => file.Folder).Where(folder => folder.Length > 0).Distinct();
        Assert.Empty(folders.Except(_serverArrows.Keys));
        var mediaFolders = SourceTree.Media.Select(file => file.Folder).Where(folder => folder.Length > 0).Distinct();
        Assert.Empty(mediaFolders.Except(_mediaArrows.Keys));
    }

    [Theory]
    [InlineData("StackExchange.Redis", "Coordination", "Realtime")]
    [InlineData("Telehealth.Media", "Rooms")]
    [InlineData("Npgsql", "Storage")]
    [InlineData("Microsoft.Data.Sqlite", "Storage")]
    [InlineData("OpenTelemetry", "Telemetry")]
    public void A_library_stays_behind_the_folder_that_wraps_it(string library, params string[] folders)
    {
        var users = SourceTree.Server
            .Where(file => Regex.IsMatch(file.Text, $@"^using (static )?{Regex.Escape(library)}\b", RegexOptions.Multiline))
            .Where(file => !folders.Contains(file.Folder));
        Assert.Empty(users.Select(file => file.Path));
    }

    [Fact]
    public void Only_tables_describe_the_model_to_entity_framework()
    {
        var users = SourceTree.Server
            .Where(file => file.Folder != "Storage" && file.Text.Contains("EntityFrameworkCore.Metadata", StringComparison.Ordinal))
            .Where(file => !TableClass().IsMatch(file.Text));
        Assert.Empty(users.Select(file => file.Path));
    }

    [Fact]
    public void The_media_server_knows_no_web_framework_no_database_and_no_medicine()
    {
        Assert.DoesNotContain("Telehealth.Server", SourceTree.ReadText("src/Telehealth.Media/Telehealth.Media.csproj"), StringComparison.Ordinal);
        var words = new Regex(@"using (Microsoft\.AspNetCore|Microsoft\.EntityFrameworkCore|StackExchange)|\b(Patient|Consultation|Doctor)\w*");
        Assert.Empty(SourceTree.Media.Where(file => words.IsMatch(file.Text)).Select(file => file.Path));
    }

    [Fact]
    public void Slices_know_neither_http_contexts_nor_status_numbers_nor_hub_groups()
    {
        var words = new Regex(@"\bHttpContext\b|\bStatusCodes\b|\bIHubContext\b|\bFromSql|\bExecuteSql");
        var broken = SourceTree.Server
            .Where(file => _slices.Contains(file.Folder) && words.IsMatch(file.Text))
            .Select(file => $"{file.Path}: {words.Match(file.Text).Value}");
        Assert.Empty(broken);
    }

    [Theory]
    [InlineData(@"""th:", "RedisKeys.cs")]
    [InlineData(@"new HubException\(", "RefusalHubFilter.cs")]
    [InlineData(@"""(department|consultation):\{", "HubGroups.cs")]
    public void Names_that_others_rely_on_are_built_in_one_file(string pattern, string file)
    {
        var words = new Regex(pattern);
        Assert.Empty(SourceTree.Server.Where(source => source.Name != file && words.IsMatch(source.Text)).Select(source => source.Path));
    }

    [Fact]
    public void Two_projects_make_the_product()
    {
        var projects = System.IO.Directory.GetFiles(Path.Combine(SourceTree.Root, "src"), "*.csproj", SearchOption.AllDirectories);
        Assert.Equal(2, projects.Length);
    }

    [Fact]
    public void Every_slice_names_its_routes_its_refusals_and_its_tables()
    {
        var missing =
            from slice in _slices
            from ending in new[] { "Routes.cs", "Refusals.cs", "Tables?.cs" }
            where !SourceTree.Server.Any(file => file.Folder == slice && Regex.IsMatch(file.Name, ending + "$"))
            select $"{slice}: {ending}";
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_use_case_has_tests_of_its_name_in_the_mirrored_folder()
    {
        var tests = SourceTree.Read("tests/Telehealth.Server.Tests", "*Tests.cs").Select(file => file.Path).ToHashSet();
        var missing = SourceTree.Server
            .Where(file => _slices.Contains(file.Folder) && UseCase().IsMatch(file.Text))
            .Select(file => file.Path
                .Replace("src/Telehealth.Server/", "tests/Telehealth.Server.Tests/", StringComparison.Ordinal)
                .Replace(".cs", "Tests.cs", StringComparison.Ordinal))
            .Where(path => !tests.Contains(path));
        Assert.Empty(missing);
    }

    private static IEnumerable<string> BrokenArrows(
        IEnumerable<SourceFile> files, Dictionary<string, string[]> arrows, string prefix)
    {
        var known = arrows.Keys.Append("Media").ToHashSet();
        return
            from file in files
            where file.Folder.Length > 0
            from Match match in Regex.Matches(file.Text, Regex.Escape(prefix) + @"(\w+)")
            let used = match.Groups[1].Value
            where known.Contains(used) && used != file.Folder && !arrows.GetValueOrDefault(file.Folder, []).Contains(used)
            select $"{file.Path} uses {used}";
    }

    [GeneratedRegex(@"class \w+Table\b")]
    private static partial Regex TableClass();

    [GeneratedRegex(@"static (?:async )?\S.* Handle\(")]
    private static partial Regex UseCase();
}
