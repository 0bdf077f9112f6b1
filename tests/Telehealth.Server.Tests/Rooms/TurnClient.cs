using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Telehealth.Rooms;

/// <summary>How a client reaches the relay.</summary>
public enum TurnTransport
{
    Udp,
    Tcp,
    Tls,
}

/// <summary>As much of TURN (RFC 8656) as an attacker needs. Each request answers with the error code, or 0 for success.</summary>
internal sealed class TurnClient : IDisposable
{
    private const ushort AllocateRequest = 0x003;
    private const ushort RefreshRequest = 0x004;
    private const ushort PermissionRequest = 0x008;
    private const ushort ChannelRequest = 0x009;
    private const ushort ConnectRequest = 0x00a;
    private const int HeaderBytes = 20;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private readonly Socket _socket;
    private readonly Stream? _stream;
    private readonly IceServer _server;
    private readonly byte[] _received = new byte[2048];

    // The magic cookie and the transaction, with which addresses are masked.
    private readonly byte[] _mask = [0x21, 0x12, 0xa4, 0x42, .. new byte[12]];
    private byte[] _realm = [];
    private byte[] _nonce = [];
    private ushort _nextChannel = 0x4000;

    private TurnClient(Socket socket, Stream? stream, IceServer server)
    {
        _socket = socket;
        _stream = stream;
        _server = server;
    }

    public static async Task<TurnClient> ConnectAsync(TurnTransport transport, IPEndPoint address, IceServer server)
    {
        var isUdp = transport == TurnTransport.Udp;
        var socket = new Socket(
            address.AddressFamily, isUdp ? SocketType.Dgram : SocketType.Stream, isUdp ? ProtocolType.Udp : ProtocolType.Tcp);
        await socket.ConnectAsync(address);
        if (isUdp)
        {
            return new TurnClient(socket, null, server);
        }

        Stream stream = new NetworkStream(socket);
        if (transport == TurnTransport.Tls)
        {
            var tls = new SslStream(stream, false, (_, certificate, _, _) => certificate?.Subject == TurnServer.CertificateName);
            await tls.AuthenticateAsClientAsync("localhost");
            stream = tls;
        }

        return new TurnClient(socket, stream, server);
    }

    /// <summary>Asks for a relay address of the family; 17 is UDP, 6 the TCP relay of RFC 6062.</summary>
    public Task<int> AllocateAsync(AddressFamily family = AddressFamily.InterNetwork, byte protocol = 17) => AskAsync(
        AllocateRequest,
        () => [(0x0019, [protocol, 0, 0, 0]), (0x0017, [family == AddressFamily.InterNetwork ? (byte)1 : (byte)2, 0, 0, 0])]);

    public Task<int> RefreshAsync() => AskAsync(RefreshRequest, () => [(0x000d, [0, 0, 2, 88])]);

    /// <summary>A refresh with lifetime 0, as a browser sends when it closes a connection.</summary>
    public Task<int> GiveBackAsync() => AskAsync(RefreshRequest, () => [(0x000d, [0, 0, 0, 0])]);

    public Task<int> PermitAsync(IPAddress peer) => AskAsync(PermissionRequest, () => [(0x0012, Xored(peer, 9))]);

    public Task<int> BindChannelAsync(IPAddress peer)
    {
        var channel = _nextChannel++;
        return AskAsync(
            ChannelRequest, () => [(0x000c, [(byte)(channel >> 8), (byte)channel, 0, 0]), (0x0012, Xored(peer, 443))]);
    }

    public Task<int> ConnectPeerAsync(IPAddress peer) => AskAsync(ConnectRequest, () => [(0x0012, Xored(peer, 80))]);

    public void Dispose()
    {
        _stream?.Dispose();
        _socket.Dispose();
    }

    /// <summary>Learns realm and nonce from the first refusal, and a new nonce whenever the relay asks for it.</summary>
    private async Task<int> AskAsync(ushort method, Func<(ushort Type, byte[] Value)[]> attributes)
    {
        var code = 0;
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var wasSigned = _nonce.Length > 0;
            var answer = await ExchangeAsync(Write(method, attributes));
            code = Read(answer);
            if (code != 438 && (code != 401 || wasSigned))
            {
                break;
            }
        }

        return code;
    }

    private async Task<ReadOnlyMemory<byte>> ExchangeAsync(byte[] request)
    {
        using var patience = new CancellationTokenSource(_patience);
        if (_stream is null)
        {
            await _socket.SendAsync(request, patience.Token);
            return _received.AsMemory(0, await _socket.ReceiveAsync(_received, patience.Token));
        }

        await _stream.WriteAsync(request, patience.Token);
        await _stream.ReadExactlyAsync(_received.AsMemory(0, HeaderBytes), patience.Token);
        var length = BinaryPrimitives.ReadUInt16BigEndian(_received.AsSpan(2));
        await _stream.ReadExactlyAsync(_received.AsMemory(HeaderBytes, length), patience.Token);
        return _received.AsMemory(0, HeaderBytes + length);
    }

    private byte[] Write(ushort method, Func<(ushort Type, byte[] Value)[]> attributes)
    {
        RandomNumberGenerator.Fill(_mask.AsSpan(4));
        using var message = new MemoryStream();
        message.Write([(byte)(method >> 8), (byte)method, 0, 0, .. _mask]);
        foreach (var (type, value) in attributes())
        {
            Add(message, type, value);
        }

        if (_nonce.Length == 0)
        {
            return Finished(message, 0);
        }

        Add(message, 0x0006, Encoding.UTF8.GetBytes(_server.Username));
        Add(message, 0x0014, _realm);
        Add(message, 0x0015, _nonce);
        Add(message, 0x0008, Sign(Finished(message, 24)));
        return Finished(message, 0);
    }

    private static void Add(MemoryStream message, ushort type, byte[] value)
    {
        message.Write([(byte)(type >> 8), (byte)type, (byte)(value.Length >> 8), (byte)value.Length, .. value]);
        message.Write(new byte[(4 - (value.Length % 4)) % 4]);
    }

    private static byte[] Finished(MemoryStream message, int more)
    {
        var bytes = message.ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)(bytes.Length - HeaderBytes + more));
        return bytes;
    }

    [SuppressMessage("Security", "CA5350", Justification = "RFC 8489 section 9.2's long-term credential.")]
    [SuppressMessage("Security", "CA5351", Justification = "RFC 8489 section 9.2's long-term credential.")]
    private byte[] Sign(byte[] message) => HMACSHA1.HashData(
        MD5.HashData(Encoding.UTF8.GetBytes($"{_server.Username}:{Encoding.UTF8.GetString(_realm)}:{_server.Credential}")), message);

    private int Read(ReadOnlyMemory<byte> answer)
    {
        var code = 0;
        for (var at = HeaderBytes; at + 4 <= answer.Length;)
        {
            var type = BinaryPrimitives.ReadUInt16BigEndian(answer.Span[at..]);
            var length = BinaryPrimitives.ReadUInt16BigEndian(answer.Span[(at + 2)..]);
            var value = answer.Slice(at + 4, length);
            switch (type)
            {
                case 0x0009:
                    code = (value.Span[2] * 100) + value.Span[3];
                    break;
                case 0x0014:
                    _realm = value.ToArray();
                    break;
                case 0x0015:
                    _nonce = value.ToArray();
                    break;
            }

            at += 4 + ((length + 3) & ~3);
        }

        var isSuccess = (answer.Span[0] & 1) == 1 && (answer.Span[1] & 0x10) == 0;
        Assert.Equal(isSuccess, code == 0);
        return code;
    }

    private byte[] Xored(IPAddress peer, ushort port)
    {
        var address = peer.GetAddressBytes();
        for (var index = 0; index < address.Length; index++)
        {
            address[index] ^= _mask[index];
        }

        return [0, address.Length == 4 ? (byte)1 : (byte)2, (byte)(port >> 8 ^ _mask[0]), (byte)(port ^ _mask[1]), .. address];
    }
}
