using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace Telehealth.Rooms;

/// <summary>Debian's coturn with the installation's own profile, on free ports of this machine. Its media addresses are of the ranges
/// for documentation: a permission sends nothing to them.</summary>
public sealed class TurnServer : IAsyncLifetime
{
    public const string CertificateName = "CN=localhost";
    public const string MediaAddress = "198.51.100.7";
    public const string MediaAddressIPv6 = "2001:db8::7";

    private readonly System.IO.DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("telehealth-turn-");
    private readonly string _secret = RandomNumberGenerator.GetHexString(64, lowercase: true);
    private readonly int _port = FreePort();
    private readonly int _tlsPort = FreePort();
    private readonly StringWriter _words = new();
    private Process? _process;

    /// <summary>An installation has TLS alone; the same rules are proven over UDP and TCP too.</summary>
    public bool HasPlainListeners { get; init; } = true;

    public async ValueTask InitializeAsync()
    {
        WriteCertificate();
        var start = new ProcessStartInfo(Path.Combine(SourceTree.Root, "infra/turn/start"), [
            "--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1", "--relay-ip=::1",
            $"--listening-port={_port}", $"--tls-listening-port={_tlsPort}", "--verbose",
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["TURN_SECRET"] = _secret,
                ["TURN_REALM"] = "telehealth.test",
                ["TURN_PEERS"] = $"{MediaAddress} {MediaAddressIPv6}",
                ["TURN_TLS_FOLDER"] = _folder.FullName,
                ["TURN_WORK_FOLDER"] = _folder.FullName,
                ["TURN_PLAIN_LISTENERS"] = HasPlainListeners ? "yes" : "",
            },
        };
        _process = Process.Start(start)!;
        DataReceivedEventHandler listen = (_, line) => TextWriter.Synchronized(_words).WriteLine(line.Data);
        _process.OutputDataReceived += listen;
        _process.ErrorDataReceived += listen;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Wait.UntilAsync(async () => await AnswersAsync() ? null : $"coturn (apt-get install coturn) to listen; it says: {_words}");
    }

    /// <summary>As the server would make them, so that both agree on the form.</summary>
    public IceServer CredentialsFor(string seat, TimeProvider? clock = null, string? secret = null)
    {
        var options = Options.Create(new TurnOptions { Urls = ["turns:localhost"], Secret = secret ?? _secret });
        return new TurnCredentials(options, clock ?? TimeProvider.System).For(Guid.Empty, seat).Single();
    }

    internal Task<TurnClient> ConnectAsync(TurnTransport transport, IceServer credentials) => TurnClient.ConnectAsync(
        transport, new IPEndPoint(IPAddress.Loopback, transport == TurnTransport.Tls ? _tlsPort : _port), credentials);

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        if (_process!.HasExited)
        {
            throw new InvalidOperationException($"coturn (apt-get install coturn) ended: {_words}");
        }

        try
        {
            using var client = await ConnectAsync(TurnTransport.Tls, CredentialsFor("nobody"));
            return true;
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            return false;
        }
    }

    private void WriteCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest(CertificateName, key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(Path.Combine(_folder.FullName, "fullchain.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder.FullName, "privkey.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
