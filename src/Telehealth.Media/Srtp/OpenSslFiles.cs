using System.Reflection;
using System.Runtime.InteropServices;

namespace Telehealth.Media.Srtp;

/// <summary>Finds OpenSSL 3 where it is not called as on Linux: on the machines of developers.</summary>
internal static class OpenSslFiles
{
    public const string Ssl = "libssl.so.3";
    public const string Crypto = "libcrypto.so.3";

    // Homebrew's places, on Apple's processors and on Intel's.
    private static readonly string[] _macFolders = ["", "/opt/homebrew/opt/openssl@3/lib/", "/usr/local/opt/openssl@3/lib/"];

    static OpenSslFiles()
    {
        NativeLibrary.SetDllImportResolver(typeof(OpenSslFiles).Assembly, Resolve);
    }

    /// <summary>Before the first call into OpenSSL; again it does nothing.</summary>
    public static void Find()
    {
        // The work is the static constructor's, because an assembly takes one resolver only.
    }

    /// <summary>The file names to try, best first; none where the name is right as it is.</summary>
    public static IReadOnlyList<string> NamesOf(string library, OSPlatform system)
    {
        var name = library switch
        {
            Ssl => "libssl",
            Crypto => "libcrypto",
            _ => null,
        };
        return name is null || system == OSPlatform.Linux ? []
            : system == OSPlatform.OSX ? [.. _macFolders.Select(folder => $"{folder}{name}.3.dylib")]
            : [$"{name}-3-x64.dll", $"{name}-3-arm64.dll"];
    }

    private static nint Resolve(string library, Assembly assembly, DllImportSearchPath? path)
    {
        var system = OperatingSystem.IsMacOS() ? OSPlatform.OSX : OperatingSystem.IsWindows() ? OSPlatform.Windows : OSPlatform.Linux;
        foreach (var name in NamesOf(library, system))
        {
            if (NativeLibrary.TryLoad(name, assembly, path, out var handle))
            {
                return handle;
            }
        }

        // Zero: as if nobody had asked us.
        return 0;
    }
}
