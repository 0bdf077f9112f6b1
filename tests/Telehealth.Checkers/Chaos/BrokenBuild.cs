using System.Diagnostics;
using Telehealth.Lab;

namespace Telehealth.Checkers.Chaos;

/// <summary>Builds the server whose rows believe every claim, into a folder of its own.</summary>
internal static class BrokenBuild
{
    public static async Task<string> MakeAsync(CancellationToken cancellation)
    {
        var target = Path.Combine(ServerBuild.Repository, "artifacts", "broken-fencing");
        var build = new ProcessStartInfo(
            "dotnet",
            [
                "build", Path.Combine(ServerBuild.Repository, "src", "Telehealth.Server"), "-c", "Release", "-v", "q", "--nologo",
                "-p:BrokenFencing=true", "-p:BuildWebClient=false", $"-p:ArtifactsPath={target}",
            ])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(build)!;
        await using var given = cancellation.Register(() => process.Kill(entireProcessTree: true));
        var words = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0
            ? Path.Combine(target, "bin", "Telehealth.Server", "release", "Telehealth.Server.dll")
            : throw new InvalidOperationException($"The server without fences does not build:\n{words}");
    }
}
