using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace Telehealth.Rooms;

/// <summary>The built server as a process of the role media, with a Redis and nothing else.</summary>
internal sealed class MediaProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("telehealth-media-");

    private MediaProcess(string redis)
    {
        Url = $"http://127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Telehealth.Server.dll")])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = Url,
            ["Role"] = "media",
            ["Coordination__Redis"] = redis,
            ["Rooms__NodeUrl"] = Url,
            ["Rooms__PassKey"] = Convert.ToBase64String(new byte[RoomsOptions.MinKeyBytes]),
            ["Media__UdpPort"] = "0",
            ["Media__PublicAddresses__0"] = "127.0.0.1",
            ["Storage__DataFolder"] = DataFolder,
        })
        {
            start.Environment[key] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Log += line.Data + "\n";
        _process.ErrorDataReceived += (_, line) => Log += line.Data + "\n";
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Url { get; }

    /// <summary>Where a database would be, if it made one.</summary>
    public string DataFolder => Path.Combine(_folder.FullName, "data");

    public string Log { get; private set; } = "";

    public bool HasEnded => _process.HasExited;

    public static async Task<MediaProcess> StartAsync(string redis)
    {
        var process = new MediaProcess(redis);
        using var client = new HttpClient();
        await Wait.UntilAsync(async () =>
        {
            try
            {
                using var answer = await client.GetAsync($"{process.Url}/health/ready");
                return answer.IsSuccessStatusCode ? null : $"the media process to be ready: {await answer.Content.ReadAsStringAsync()}";
            }
            catch (HttpRequestException error)
            {
                return $"the media process to answer ({error.Message}): {process.Log}";
            }
        });
        return process;
    }

    public Task<RoomVisitor> ArriveAsync() => RoomVisitor.ArriveAsync(HubClient.Create(
        new Uri(Url.Replace("http:", "ws:", StringComparison.Ordinal) + RoomEntrance.HubPath),
        async (target, cancellation) =>
        {
            var socket = new ClientWebSocket();
            await socket.ConnectAsync(target, cancellation);
            return socket;
        }));

    /// <summary>As an orchestrator asks it to end.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
