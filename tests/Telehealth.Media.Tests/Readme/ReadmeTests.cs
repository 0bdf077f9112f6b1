using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Telehealth.Media.Dtls;
using Telehealth.Media.Peer;

namespace Telehealth.Media.Readme;

/// <summary>What the package's README shows and claims is so.</summary>
public sealed partial class ReadmeTests : IAsyncLifetime
{
    private const int MostPublicTypes = 15;

    private readonly MediaServer _server = new(
        new MediaOptions { UdpPort = 0, PublicAddresses = ["127.0.0.1"] }, TimeProvider.System, NullLoggerFactory.Instance);

    private readonly PeerLoop _loop = new();
    private readonly DtlsIdentity _identity = new(TimeProvider.System.GetUtcNow());
    private readonly CancellationTokenSource _stopping = new(TimeSpan.FromSeconds(60));
    private readonly List<Task> _served = [];

    public ValueTask InitializeAsync()
    {
        _server.Start();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _loop.Dispose();
        _identity.Dispose();
        _stopping.Dispose();
    }

    [Fact]
    public async Task The_small_server_of_the_README_brings_one_persons_picture_to_another()
    {
        var publisher = new PublishingPeer(_loop, _identity, new PublishShape());
        var subscriber = new SubscribingPeer(_loop, _identity);
        using var sending = await ConnectAsync("patient");
        using var receiving = await ConnectAsync("doctor");
        var offer = await _loop.RunAsync(publisher.CreateOffer);
        TrackIntent[] tracks = [new("0", TrackSource.Microphone, false), new("1", TrackSource.Camera, false)];
        await TellAsync(sending, new { Sdp = offer, OfferId = 0, Tracks = tracks });
        var answer = await HearAsync(sending, message => (string?)message["answer"]);
        await _loop.RunAsync(() => publisher.ApplyAnswer(answer));
        await Waiting.For(publisher.Transport.Connected, "the publisher's connection");
        await _loop.RunAsync(publisher.StartMedia);

        var offered = await HearAsync(receiving, message => (string?)message["Name"] == "Offered" ? message["Event"] : null);
        var reply = await _loop.RunAsync(() => subscriber.AnswerOffer((string)offered["Sdp"]!));
        await TellAsync(receiving, new { Sdp = reply, OfferId = (int)offered["OfferId"]! });
        await Waiting.Until(() => subscriber.Streams.Values.Any(stream => stream.Frames > 5), "pictures at the other person's");

        await sending.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _stopping.Token);
        await receiving.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _stopping.Token);
        await Waiting.For(Task.WhenAll(_served), "the end of both seats");
    }

    [Fact]
    public void The_README_shows_that_very_code()
    {
        var shown = Code().Matches(Read("src/Telehealth.Media/README.md")).Select(match => Squeeze(match.Groups[1].Value));
        var body = Read("tests/Telehealth.Media.Tests/Readme/SmallServer.cs");
        Assert.Contains(Squeeze(body[body.IndexOf("    public sealed record", StringComparison.Ordinal)..body.LastIndexOf('}')]), shown);
    }

    [Fact]
    public void The_public_surface_is_what_the_README_lists_and_no_more_than_it_promises()
    {
        var exported = typeof(MediaServer).Assembly.GetExportedTypes().Where(type => !type.IsNested).Select(type => type.Name).ToList();
        Assert.InRange(exported.Count, 1, MostPublicTypes);
        var text = Read("src/Telehealth.Media/README.md");
        Assert.All(exported, name => Assert.Contains($"`{name}`", text, StringComparison.Ordinal));
        Assert.All(
            typeof(SeatEvent).GetNestedTypes(), happened => Assert.Contains($"`{happened.Name}`", text, StringComparison.Ordinal));
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Code();

    private static string Squeeze(string code) => string.Concat(code.Where(character => !char.IsWhiteSpace(character)));

    /// <summary>Upwards from the built tests: a reproducible build writes no real source paths into them.</summary>
    private static string Read(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, file)))
        {
            folder = folder.Parent;
        }

        return File.ReadAllText(Path.Combine(folder?.FullName ?? "", file));
    }

    private async Task<WebSocket> ConnectAsync(string person)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, _stopping.Token);
        var accepted = await listener.AcceptTcpClientAsync(_stopping.Token);
        var socket = WebSocket.CreateFromStream(accepted.GetStream(), new WebSocketCreationOptions { IsServer = true });
        _served.Add(SmallServer.ServeAsync(_server, socket, "room", person, _stopping.Token));
        return WebSocket.CreateFromStream(client.GetStream(), new WebSocketCreationOptions());
    }

    private async Task TellAsync(WebSocket socket, object what) =>
        await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(what), WebSocketMessageType.Text, true, _stopping.Token);

    private async Task<T> HearAsync<T>(WebSocket socket, Func<JsonNode, T?> wanted)
        where T : class
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, _stopping.Token);
            if (wanted(JsonNode.Parse(buffer.AsSpan(0, received.Count))!) is { } heard)
            {
                return heard;
            }
        }
    }
}
