using System.Diagnostics;

namespace Telehealth.Fuzz;

/// <summary>Where the sources stand and at which commit.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>As it was when the program began: a long run outlives it.</summary>
    public static string Commit { get; } = ReadCommit();

    private static string ReadCommit()
    {
        using var git = Process.Start(new ProcessStartInfo("git", "rev-parse --short HEAD")
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
        })!;
        var commit = git.StandardOutput.ReadToEnd().Trim();
        git.WaitForExit();
        return commit;
    }

    private static string Find(string folder)
    {
        for (var above = new DirectoryInfo(folder); above is not null; above = above.Parent)
        {
            if (File.Exists(Path.Combine(above.FullName, "Telehealth.sln")))
            {
                return above.FullName;
            }
        }

        throw new InvalidOperationException("Telehealth.sln stands in no folder above the program.");
    }
}
