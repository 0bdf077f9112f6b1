using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Telehealth.Lab;

/// <summary>A redis-server that keeps nothing on disk: after a kill it is empty, as after a failover to an empty replica.</summary>
public sealed class RedisStore(string folder, TimeSpan readyWithin) : LabProcess("redis", folder, readyWithin)
{
    private readonly string _folder = folder;

    public int Port { get; } = Ports.Take();

    public Task FlushAsync(CancellationToken cancellation) => AskAsync("FLUSHALL", cancellation);

    /// <summary>Sends one command in Redis's inline form and gives the first line of the answer.</summary>
    public async Task<string> AskAsync(string command, CancellationToken cancellation)
    {
        using var client = new TcpClient();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(5));
        await client.ConnectAsync("127.0.0.1", Port, limit.Token);
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(command + "\r\n"), limit.Token);
        using var answers = new StreamReader(client.GetStream());
        return await answers.ReadLineAsync(limit.Token) ?? "";
    }

    protected override ProcessStartInfo Describe() => new(
        "redis-server",
        ["--port", $"{Port}", "--bind", "127.0.0.1", "--dir", _folder, "--save", "", "--appendonly", "no", "--maxclients", "20000"]);

    protected override async Task<string?> MissingAsync(CancellationToken cancellation)
    {
        try
        {
            return await AskAsync("PING", cancellation) == "+PONG" ? null : "it does not answer PING";
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            return error.Message;
        }
    }
}
