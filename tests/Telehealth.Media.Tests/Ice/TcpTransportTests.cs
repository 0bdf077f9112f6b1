using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Telehealth.Media.Dtls;
using Telehealth.Media.Peer;

namespace Telehealth.Media.Ice;

/// <summary>Transports whose peer comes by TCP, and what strangers may do to that port.</summary>
public sealed class TcpTransportTests : IAsyncLifetime
{
    private readonly TransportHarness _harness = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task A_peer_without_UDP_connects_and_talks_both_ways(bool serverIsClient, bool firefox)
    {
        var (transport, owner) = await _harness.CreateAsync();
        var role = serverIsClient ? DtlsRole.Client : DtlsRole.Server;
        var peer = await _harness.IntroduceAsync(transport, role, firefox, byTcp: true);
        await ConnectedAsync(peer, owner);
        await TalkAsync(transport, owner, peer, 1);
        Assert.Equal(peer.LocalPort, peer.MappedAddress!.Value.Port);

        await _harness.Peers.RunAsync(peer.Close);
        Assert.Equal(TransportClose.PeerClosed, await owner.Closed.WaitAsync(TimeSpan.FromSeconds(10)));
        await Waiting.Until(() => _harness.Loop.TcpConnections == 0, "the end of the connection");
    }

    [Fact]
    public async Task A_peer_without_UDP_connects_where_the_calls_of_Linux_are_missing()
    {
        await using var harness = new TransportHarness(portable: true);
        var (transport, owner) = await harness.CreateAsync();
        var peer = await harness.IntroduceAsync(transport, DtlsRole.Client, byTcp: true);
        await ConnectedAsync(peer, owner);
        await harness.Peers.RunAsync(() => peer.SendRtp(Rtp(1, 1)));
        await Waiting.Until(() => owner.Rtp.Count == 1, "a packet of the peer's");
        await harness.Peers.RunAsync(peer.Close);
        await Waiting.For(owner.Closed, "the goodbye");
        await Waiting.Until(() => harness.Loop.TcpConnections == 0, "the end of the connection");
    }

    [Fact]
    public async Task Sending_a_packet_by_TCP_allocates_nothing()
    {
        var (transport, owner) = await _harness.CreateAsync();
        var peer = await _harness.IntroduceAsync(transport, DtlsRole.Client, byTcp: true);
        await ConnectedAsync(peer, owner);
        var packet = Rtp(3, 0);
        var allocated = await _harness.OnLoop(() =>
        {
            long before = 0;
            for (ushort sequence = 0; sequence < 2_000; sequence++)
            {
                // The first half compiles and warms what the second half is measured on.
                before = sequence == 1_000 ? GC.GetAllocatedBytesForCurrentThread() : before;
                BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), sequence);
                transport.SendRtp(packet, []);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.Equal(0, allocated);
    }

    [Fact]
    public async Task Frames_torn_into_bytes_are_whole_again()
    {
        var (transport, owner) = await _harness.CreateAsync();
        var peer = await _harness.IntroduceAsync(transport, DtlsRole.Client, byTcp: true);
        await _harness.Peers.RunAsync(() => peer.Tcp!.Dribbles = true);
        await ConnectedAsync(peer, owner);
        await TalkAsync(transport, owner, peer, 1);
    }

    [Fact]
    public async Task Who_does_not_read_loses_the_newest_and_holds_nobody_up()
    {
        var (transport, owner) = await _harness.CreateAsync();
        var peer = await _harness.IntroduceAsync(transport, DtlsRole.Client, byTcp: true);
        await ConnectedAsync(peer, owner);
        var received = 0;
        peer.OnRtp = (_, _) => Interlocked.Increment(ref received);
        await _harness.Peers.RunAsync(() => peer.Tcp!.HoldsReading = true);

        var counters = _harness.Loop.Counters.Port;
        ushort sequence = 0;
        for (var turn = 0; counters.DroppedOutgoing == 0 && turn < 500; turn++)
        {
            await _harness.OnLoop(() => SendMany(transport, ref sequence));
        }

        Assert.True(counters.DroppedOutgoing > 0, "50,000 packets fitted somewhere although nobody read them");
        await _harness.Peers.RunAsync(() => peer.Tcp!.HoldsReading = false);

        // What was cut off amid a frame would spoil everything behind it.
        await Waiting.Until(
            () => Volatile.Read(ref received) == sequence - counters.DroppedOutgoing, "every packet that was not dropped");
        Assert.Equal(0, peer.PacketsRefused);
        await TalkAsync(transport, owner, peer, sequence);
    }

    [Fact]
    public async Task A_full_connection_still_takes_sound_and_counts_only_what_it_took()
    {
        var (transport, owner) = await _harness.CreateAsync();
        var peer = await _harness.IntroduceAsync(transport, DtlsRole.Client, byTcp: true);
        await ConnectedAsync(peer, owner);
        var received = 0;
        peer.OnRtp = (_, _) => Interlocked.Increment(ref received);
        await _harness.Peers.RunAsync(() => peer.Tcp!.HoldsReading = true);
        var (pictures, sounds) = await _harness.OnLoop(() => FillWithPictures(transport));

        Assert.Equal(20, sounds);
        Assert.Equal(pictures + sounds, transport.Counters.RtpPacketsSent);
        Assert.True(_harness.Loop.Counters.Port.DroppedOutgoing > 0, "no picture was refused");
        await _harness.Peers.RunAsync(() => peer.Tcp!.HoldsReading = false);
        await Waiting.Until(() => Volatile.Read(ref received) == pictures + sounds, "every packet that was counted as sent");
        await TalkAsync(transport, owner, peer, 10_000);
    }

    [Fact]
    public async Task A_new_connection_carries_the_same_keys_on()
    {
        var (transport, owner) = await _harness.CreateAsync();
        var peer = await _harness.IntroduceAsync(transport, DtlsRole.Client, byTcp: true);
        await ConnectedAsync(peer, owner);

        // An answer may still be on its way over the old connection until that is closed.
        var answered = await _harness.Peers.RunAsync(() =>
        {
            peer.Rebind();
            return peer.ChecksAnswered;
        });
        await Waiting.Until(() => peer.ChecksAnswered > answered, "an answer on the new connection");
        await TalkAsync(transport, owner, peer, 1);
        await Waiting.Until(() => _harness.Loop.TcpConnections == 1, "the end of the old connection");
    }

    [Fact]
    public async Task Silent_strangers_are_cut_off_after_five_seconds_and_shut_nobody_out()
    {
        // More than may wait at once, none of the addresses with more than its share.
        const int Strangers = 1_400;
        var sockets = new List<Socket>();
        try
        {
            for (var number = 0; number < Strangers; number++)
            {
                sockets.Add(ConnectFrom($"127.0.{1 + (number % 50)}.1"));
            }

            var (transport, owner) = await _harness.CreateAsync();
            var byTcp = await _harness.IntroduceAsync(transport, DtlsRole.Client, byTcp: true);
            var (other, otherOwner) = await _harness.CreateAsync();
            var byUdp = await _harness.IntroduceAsync(other, DtlsRole.Client);
            await ConnectedAsync(byTcp, owner);
            await ConnectedAsync(byUdp, otherOwner);
            Assert.InRange(_harness.Loop.TcpConnections, 2, 1_025);

            _harness.Time.Advance(TimeSpan.FromSeconds(6));
            await Waiting.Until(() => _harness.Loop.TcpConnections == 1, "only the peer's connection left");
            await TalkAsync(transport, owner, byTcp, 1);
            await TalkAsync(other, otherOwner, byUdp, 1);
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task Silent_strangers_behind_the_same_address_shut_nobody_out()
    {
        const int Share = 256;
        var sockets = Enumerable.Range(0, Share + 44).Select(_ => ConnectFrom("127.0.0.1")).ToList();
        try
        {
            await Waiting.Until(() => sockets.Take(44).All(IsCutOff), "the oldest of them cut off");
            Assert.Equal(Share, _harness.Loop.TcpConnections);
            var (transport, owner) = await _harness.CreateAsync();
            var peer = await _harness.IntroduceAsync(transport, DtlsRole.Client, byTcp: true);
            await ConnectedAsync(peer, owner);

            // Proven, the peer makes room for nobody.
            sockets.AddRange(Enumerable.Range(0, Share + 1).Select(_ => ConnectFrom("127.0.0.1")));
            await Waiting.Until(() => sockets.Take(Share + 44).All(IsCutOff), "all who came before the peer cut off");
            await TalkAsync(transport, owner, peer, 1);
            Assert.Equal(Share + 1, _harness.Loop.TcpConnections);
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }
    }

    [Theory]
    [InlineData(2049)]
    [InlineData(65535)]
    public async Task Who_announces_too_long_a_frame_is_cut_off(int length)
    {
        using var socket = ConnectFrom("127.0.0.1");
        socket.Send([(byte)(length >> 8), (byte)length, 0, 1]);
        await Waiting.Until(() => IsCutOff(socket), "the end of the connection");
    }

    [Fact]
    public async Task Who_talks_on_without_proof_is_cut_off()
    {
        using var socket = ConnectFrom("127.0.0.1");
        var frame = new byte[502];
        BinaryPrimitives.WriteUInt16BigEndian(frame, 500);
        for (var number = 0; number < 9; number++)
        {
            _ = socket.Send(frame, SocketFlags.None, out _);
        }

        await Waiting.Until(() => IsCutOff(socket), "the end of the connection");
    }

    [Fact]
    public async Task A_trickle_without_proof_gains_no_time()
    {
        using var socket = ConnectFrom("127.0.0.1");
        await Waiting.Until(() => _harness.Loop.TcpConnections == 1, "the connection");
        for (var second = 0; second < 4; second++)
        {
            socket.Send([1]);
            _harness.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.False(IsCutOff(socket));
        _harness.Time.Advance(TimeSpan.FromSeconds(2));
        await Waiting.Until(() => IsCutOff(socket), "the end of the connection");
    }

    private static byte[] Rtp(uint ssrc, ushort sequence)
    {
        var packet = new byte[200];
        packet[0] = 0x80;
        packet[1] = 96;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), ssrc);
        return packet;
    }

    private static bool SendMany(Transport transport, ref ushort sequence)
    {
        var packet = Rtp(2, 0).Concat(new byte[900]).ToArray();
        for (var count = 0; count < 100; count++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), sequence++);
            transport.SendRtp(packet, []);
        }

        return true;
    }

    // Pictures until one is refused, then 20 packets of sound; how many of each were taken.
    private static (int Pictures, int Sounds) FillWithPictures(Transport transport)
    {
        var picture = Rtp(2, 0).Concat(new byte[900]).ToArray();
        var pictures = 0;
        for (var refused = 0; refused < 3 && pictures < 50_000;)
        {
            BinaryPrimitives.WriteUInt16BigEndian(picture.AsSpan(2), (ushort)(pictures + refused));
            if (transport.SendRtp(picture, [], mayYield: true))
            {
                pictures++;
            }
            else
            {
                refused++;
            }
        }

        var sounds = 0;
        for (ushort sequence = 0; sequence < 20; sequence++)
        {
            sounds += transport.SendRtp(Rtp(4, sequence), []) ? 1 : 0;
        }

        return (pictures, sounds);
    }

    private static async Task ConnectedAsync(PeerTransport peer, RecordingOwner owner)
    {
        await Waiting.For(peer.Connected, "the peer's keys");
        await Waiting.For(owner.Connected, "the server's keys");
    }

    private static bool IsCutOff(Socket socket)
    {
        if (!socket.Poll(0, SelectMode.SelectRead))
        {
            return false;
        }

        var read = socket.Receive(new byte[1], SocketFlags.Peek, out var error);
        return read == 0 || error != SocketError.Success;
    }

    private async Task TalkAsync(Transport transport, RecordingOwner owner, PeerTransport peer, ushort sequence)
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        peer.OnRtp = (_, _) => heard.TrySetResult();
        await _harness.Peers.RunAsync(() => peer.SendRtp(Rtp(1, sequence)));
        await Waiting.Until(() => !owner.Rtp.IsEmpty, "a packet of the peer's");
        await _harness.OnLoop(() => transport.SendRtp(Rtp(2, sequence), []));
        await Waiting.For(heard.Task, "a packet for the peer");
    }

    private Socket ConnectFrom(string address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
        socket.Connect(_harness.TcpEndPoint);
        return socket;
    }
}
