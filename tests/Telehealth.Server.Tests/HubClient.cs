using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Telehealth;

/// <summary>
/// SignalR's own client over a web socket that the test opens: the package with the usual transports does not restore,
/// and this one runs in memory against the test server as well as over a real port.
/// </summary>
public static class HubClient
{
    /// <summary>As the browsers do: the server takes who says nothing for three times as long for gone.</summary>
    private static readonly TimeSpan _pingsEvery = TimeSpan.FromSeconds(5);

    public static HubConnection Create(
        Uri uri, Func<Uri, CancellationToken, Task<WebSocket>> connect, bool reconnects = false)
    {
        var builder = new HubConnectionBuilder();
        builder.Services.AddSingleton<EndPoint>(new UriEndPoint(uri));
        builder.Services.AddSingleton<IConnectionFactory>(new SocketFactory(connect));
        var hub = (reconnects ? builder.WithAutomaticReconnect() : builder).Build();
        hub.KeepAliveInterval = _pingsEvery;
        return hub;
    }

    private sealed class SocketFactory(Func<Uri, CancellationToken, Task<WebSocket>> connect) : IConnectionFactory
    {
        public async ValueTask<ConnectionContext> ConnectAsync(
            EndPoint endpoint, CancellationToken cancellationToken = default) =>
            new SocketConnection(await connect(((UriEndPoint)endpoint).Uri, cancellationToken));
    }

    /// <summary>Pumps a web socket into the pair of pipes that the client reads and writes.</summary>
    private sealed class SocketConnection : ConnectionContext
    {
        private static readonly TimeSpan _longestGoodbye = TimeSpan.FromSeconds(2);
        private readonly WebSocket _socket;
        private readonly Pipe _incoming = new(new PipeOptions(useSynchronizationContext: false));
        private readonly Pipe _outgoing = new(new PipeOptions(useSynchronizationContext: false));
        private readonly CancellationTokenSource _closing = new();
        private readonly Task _pumps;

        public SocketConnection(WebSocket socket)
        {
            _socket = socket;
            Transport = new PipePair(_incoming.Reader, _outgoing.Writer);
            _pumps = Task.WhenAll(ReceiveAsync(), SendAsync());
        }

        public override IDuplexPipe Transport { get; set; }

        public override string ConnectionId { get; set; } = "";

        public override IFeatureCollection Features { get; } = new FeatureCollection();

        public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

        public override void Abort(ConnectionAbortedException abortReason) => _socket.Abort();

        public override async ValueTask DisposeAsync()
        {
            await Transport.Output.CompleteAsync();
            await Transport.Input.CompleteAsync();
            _closing.CancelAfter(_longestGoodbye);
            await _pumps;
            _socket.Dispose();
            _closing.Dispose();
            await base.DisposeAsync();
        }

        private async Task ReceiveAsync()
        {
            Exception? failure = null;
            try
            {
                while (true)
                {
                    var received = await _socket.ReceiveAsync(_incoming.Writer.GetMemory(4096), _closing.Token);
                    if (received.MessageType == WebSocketMessageType.Close)
                    {
                        break;
                    }

                    _incoming.Writer.Advance(received.Count);
                    if ((await _incoming.Writer.FlushAsync()).IsCompleted)
                    {
                        break;
                    }
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                failure = exception;
            }
            catch (OperationCanceledException)
            {
                // The server did not say goodbye in time.
            }

            await _incoming.Writer.CompleteAsync(failure);
            _outgoing.Reader.CancelPendingRead();
        }

        private async Task SendAsync()
        {
            try
            {
                while (true)
                {
                    var read = await _outgoing.Reader.ReadAsync();
                    if (read.IsCanceled)
                    {
                        break;
                    }

                    if (!read.Buffer.IsEmpty)
                    {
                        await _socket.SendAsync(
                            read.Buffer.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
                    }

                    _outgoing.Reader.AdvanceTo(read.Buffer.End);
                    if (read.IsCompleted)
                    {
                        break;
                    }
                }

                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
            }
            catch (Exception exception) when (exception is WebSocketException or InvalidOperationException or IOException)
            {
                // The other side is gone already; the receiving pump tells the client.
            }

            await _outgoing.Reader.CompleteAsync();
        }

        private sealed record PipePair(PipeReader Input, PipeWriter Output) : IDuplexPipe;
    }
}
