using System.Runtime.InteropServices;

namespace Telehealth.Media.Srtp;

public sealed class OpenSslFilesTests
{
    [Fact]
    public void Other_systems_call_the_libraries_by_their_own_names()
    {
        Assert.Empty(OpenSslFiles.NamesOf(OpenSslFiles.Ssl, OSPlatform.Linux));
        Assert.Equal("libcrypto.3.dylib", OpenSslFiles.NamesOf(OpenSslFiles.Crypto, OSPlatform.OSX)[0]);
        Assert.Contains("/opt/homebrew/opt/openssl@3/lib/libssl.3.dylib", OpenSslFiles.NamesOf(OpenSslFiles.Ssl, OSPlatform.OSX));
        Assert.Contains("libssl-3-x64.dll", OpenSslFiles.NamesOf(OpenSslFiles.Ssl, OSPlatform.Windows));
        Assert.Empty(OpenSslFiles.NamesOf("libc", OSPlatform.Windows));
    }

    [Fact]
    public void Looking_twice_does_no_harm()
    {
        OpenSslFiles.Find();
        OpenSslFiles.Find();
        Assert.NotEqual(0, LibCrypto.Aes128Gcm());
    }
}
