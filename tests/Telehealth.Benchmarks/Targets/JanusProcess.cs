using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Telehealth.Benchmarks.Targets;

/// <summary>Debian's Janus with a configuration of our own in a folder of its own: the VideoRoom plugin over WebSocket and nothing else.</summary>
internal sealed class JanusProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private JanusProcess(Process process, string folder, Uri address) => (_process, _folder, Address) = (process, folder, address);

    public Uri Address { get; }

    public int Id => _process.Id;

    /// <param name="address">The machine's own address that media goes through; libnice takes no loopback one.</param>
    /// <param name="eventLoops">0 is Janus' default: a thread for each connection.</param>
    /// <param name="firstPort">Media ports from here on, three thousand of them.</param>
    public static async Task<JanusProcess> StartAsync(string address, int eventLoops, int firstPort)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("janus").FullName;
        var port = FreePort();
        await File.WriteAllTextAsync(Path.Combine(folder, "janus.jcfg"), General(folder, address, eventLoops, firstPort));
        await File.WriteAllTextAsync(Path.Combine(folder, "janus.plugin.videoroom.jcfg"), "general: { }\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "janus.transport.websockets.jcfg"), WebSockets(port));
        var start = new ProcessStartInfo("janus") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (ReadOnlySpan<string>)["--configs-folder", folder, "--disable-colors"])
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("janus did not start");
        var janus = new JanusProcess(process, folder, new Uri(string.Create(CultureInfo.InvariantCulture, $"ws://127.0.0.1:{port}/")));
        _ = janus.KeepLogAsync(process.StandardOutput, "janus.log");
        _ = janus.KeepLogAsync(process.StandardError, "janus.err");
        return janus;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    private static string General(string folder, string address, int eventLoops, int firstPort) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        general: {
          configs_folder = "{{folder}}"
          debug_level = 3
          debug_timestamps = true
          server_name = "benchmark"
          {{(eventLoops == 0 ? "# a thread for each handle" : $"event_loops = {eventLoops}")}}
        }
        media: {
          ipv6 = false
          rtp_port_range = "{{firstPort}}-{{firstPort + 3000}}"
        }
        nat: {
          ice_lite = true
          ice_tcp = false
          ice_enforce_list = "{{address}}"
          full_trickle = false
        }
        plugins: {
          disable = "{{Others("plugins", "libjanus_videoroom.so")}}"
        }
        transports: {
          disable = "{{Others("transports", "libjanus_websockets.so")}}"
        }
        events: {
          broadcast = false
        }
        """);

    private static string WebSockets(int port) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        general: {
          json = "compact"
          ws = true
          ws_port = {{port}}
          ws_ip = "127.0.0.1"
          wss = false
        }
        admin: {
          admin_ws = false
        }
        """);

    private static string Others(string kind, string kept)
    {
        // Debian keeps it under the machine's architecture.
        var folder = System.IO.Directory.GetDirectories("/usr/lib").Select(root => Path.Combine(root, "janus", kind)).First(System.IO.Directory.Exists);
        return string.Join(',', System.IO.Directory.GetFiles(folder, "*.so").Select(file => Path.GetFileName(file)).Where(file => file != kept));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task KeepLogAsync(StreamReader from, string name)
    {
        await using var to = File.CreateText(Path.Combine(_folder, name));
        while (await from.ReadLineAsync() is { } line)
        {
            await to.WriteLineAsync(line);
            await to.FlushAsync();
        }
    }
}
