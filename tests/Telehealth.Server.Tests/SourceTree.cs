using System.Text.RegularExpressions;

namespace Telehealth;

/// <summary>One of our own source files, as the architecture tests read it.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>First folder below the project ("Consultations"); empty at its root.</summary>
    public string Folder => Path.Split('/') is [_, _, var folder, _, ..] ? folder : "";

    public string[] Lines => Text.Split('\n');
}

internal static partial class SourceTree
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<SourceFile> Server { get; } = Read("src/Telehealth.Server", "*.cs");

    public static IReadOnlyList<SourceFile> Media { get; } = Read("src/Telehealth.Media", "*.cs");

    public static IEnumerable<SourceFile> Production => Server.Concat(Media);

    public static IReadOnlyList<SourceFile> Read(string folder, string pattern) =>
    [
        .. System.IO.Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(path => !Foreign().IsMatch(path))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(Root, path)))),
    ];

    public static string ReadText(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Upwards from the built tests: a reproducible build writes no real source paths into them.</summary>
    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Telehealth.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No Telehealth.sln above {AppContext.BaseDirectory}.");
    }

    // Built, downloaded or generated: not written by us.
    [GeneratedRegex("/(obj|bin|node_modules|wwwroot|Migrations)/")]
    private static partial Regex Foreign();
}
