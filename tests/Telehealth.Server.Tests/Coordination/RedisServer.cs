using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace Telehealth.Coordination;

/// <summary>A redis-server of our own on a free port in a folder of its own, shared by one test class.</summary>
public sealed class RedisServer : IAsyncLifetime
{
    private readonly System.IO.DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("telehealth-redis-");
    private readonly int _port = FreePort();
    private Process? _process;

    public string ConnectionString => $"127.0.0.1:{_port}";

    public async ValueTask InitializeAsync() => await StartAsync();

    public async Task StartAsync()
    {
        var start = new ProcessStartInfo(
            "redis-server",
            ["--port", $"{_port}", "--bind", "127.0.0.1", "--dir", _folder.FullName, "--save", "", "--appendonly", "no"])
        {
            RedirectStandardOutput = true,
        };
        try
        {
            _process = Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new InvalidOperationException("redis-server is not installed; tests/run or `apt-get install redis-server` brings it.", error);
        }

        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        await using var connection = Connect();
        await Wait.UntilAsync(async () =>
        {
            var (_, refusal) = await connection.RunAsync(database => database.KeyExistsAsync("x"), CancellationToken.None);
            return refusal is null ? null : "redis-server to answer";
        });
    }

    /// <summary>Ends the process; what it knew is lost.</summary>
    public async Task StopAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    internal RedisConnection Connect() => new(ConnectionString, NullLogger<RedisConnection>.Instance);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
