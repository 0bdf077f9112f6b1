namespace Telehealth.Lab;

/// <summary>Where the repository keeps the server that was built together with this program.</summary>
public static class ServerBuild
{
    public static string Repository { get; } = FindRepository();

    /// <summary>From where the server reads its appsettings and the built web client.</summary>
    public static string ContentFolder => Path.Combine(Repository, "src", "Telehealth.Server");

    /// <summary>Of the same configuration (Debug or Release) as this program.</summary>
    public static string Dll => Path.Combine(
        Repository, "artifacts", "bin", "Telehealth.Server", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "Telehealth.Server.dll");

    private static string FindRepository()
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
}
