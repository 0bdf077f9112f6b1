using Telehealth.Media.Srtp;
using Telehealth.Media.Vectors;

namespace Telehealth.Media.Dtls;

public sealed class DtlsAssociationTests : IDisposable
{
    private readonly DtlsIdentity _clientIdentity = new(TimeProvider.System.GetUtcNow());
    private readonly DtlsIdentity _serverIdentity = new(TimeProvider.System.GetUtcNow());
    private readonly DtlsAssociation _client;
    private readonly DtlsAssociation _server;

    public DtlsAssociationTests()
    {
        _client = new DtlsAssociation(_clientIdentity, DtlsRole.Client);
        _server = new DtlsAssociation(_serverIdentity, DtlsRole.Server);
    }

    [Fact]
    public void Both_ends_connect_and_hold_mirrored_GCM_keys()
    {
        Shake(_ => Fate.Delivered);

        AssertConnected();
    }

    [Fact]
    public void Each_end_sees_the_certificate_the_other_announced()
    {
        Shake(_ => Fate.Delivered);

        Assert.True(_client.IsPeer(Parse(_serverIdentity)));
        Assert.True(_server.IsPeer(Parse(_clientIdentity)));
        Assert.False(_client.IsPeer(Parse(_clientIdentity)));
        Assert.False(_server.IsPeer(Parse(_serverIdentity)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_one_datagram_may_be_lost(int lost)
    {
        var elapsed = Shake(datagram => datagram == lost ? Fate.Lost : Fate.Delivered);

        AssertConnected();
        Assert.True(elapsed < TimeSpan.FromMilliseconds(900), $"took {elapsed.TotalMilliseconds} ms: OpenSSL's own timer of 1 s ran");
    }

    [Fact]
    public void Every_datagram_may_come_twice()
    {
        Shake(_ => Fate.Doubled);

        AssertConnected();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_third_may_be_lost_doubled_or_late(int seed)
    {
        var source = new RandomBytes(seed);
        Shake(_ => source.Next(0, 10) switch
        {
            < 3 => Fate.Lost,
            3 => Fate.Doubled,
            4 => Fate.Late,
            _ => Fate.Delivered,
        });

        AssertConnected();
    }

    [Fact]
    public void Rubbish_between_the_flights_hurts_nobody()
    {
        var source = new RandomBytes(6347);
        var before = Environment.WorkingSet;
        for (var round = 0; round < 3_000; round++)
        {
            var rubbish = source.Next(source.Next(0, 1400));
            if (rubbish.Length > DtlsRecords.HeaderBytes)
            {
                // A plausible handshake record of epoch 0, with whatever lengths it claims inside.
                rubbish[0] = (byte)source.Next(20, 24);
                rubbish[1] = 0xFE;
                rubbish[2] = 0xFD;
                rubbish.AsSpan(3, 8).Clear();
                rubbish[11] = (byte)((rubbish.Length - DtlsRecords.HeaderBytes) >> 8);
                rubbish[12] = (byte)(rubbish.Length - DtlsRecords.HeaderBytes);
            }

            using var victim = new DtlsAssociation(_serverIdentity, DtlsRole.Server);
            victim.Receive(rubbish);
            victim.Receive(rubbish);
        }

        Assert.True(Environment.WorkingSet - before < 64 * 1024 * 1024, "half-open handshakes kept more than 64 MiB");
    }

    [Fact]
    public void A_plain_alert_ends_neither_a_handshake_nor_a_connection()
    {
        byte[] fatalAlert = [21, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 9, 0, 2, 2, 40];
        _client.Start();
        _client.Receive(fatalAlert);
        _server.Receive(fatalAlert);
        Shake(_ => Fate.Delivered);
        AssertConnected();

        _client.Receive(fatalAlert);
        _server.Receive(fatalAlert);
        Assert.Equal(DtlsState.Connected, _client.State);
        Assert.Equal(DtlsState.Connected, _server.State);
    }

    [Fact]
    public void A_goodbye_is_heard()
    {
        Shake(_ => Fate.Delivered);
        _client.Shutdown();

        var datagram = new byte[DtlsAssociation.LargestDatagram];
        var length = _client.TakeDatagram(datagram);
        _server.Receive(datagram.AsSpan(0, length));

        Assert.Equal(DtlsState.PeerClosed, _server.State);
    }

    [Theory]
    [InlineData("sha-1")]
    [InlineData("md5")]
    [InlineData("sha256")]
    public void Only_strong_fingerprints_are_read(string algorithm)
    {
        Assert.Null(DtlsFingerprint.TryParse(algorithm, _serverIdentity.Fingerprint));
    }

    [Fact]
    public void A_fingerprint_is_read_in_any_case_and_in_one_form_only()
    {
        var value = _serverIdentity.Fingerprint;

        Assert.NotNull(DtlsFingerprint.TryParse("SHA-256", value.ToLowerInvariant()));
        Assert.Null(DtlsFingerprint.TryParse("sha-256", value[3..]));
        Assert.Null(DtlsFingerprint.TryParse("sha-256", value.Replace(':', '-')));
        Assert.Null(DtlsFingerprint.TryParse("sha-384", value));
        Assert.Null(DtlsFingerprint.TryParse("sha-256", string.Empty));
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
        _clientIdentity.Dispose();
        _serverIdentity.Dispose();
    }

    private static DtlsFingerprint Parse(DtlsIdentity identity) => DtlsFingerprint.TryParse("sha-256", identity.Fingerprint)!;

    private void AssertConnected()
    {
        Assert.Equal(DtlsState.Connected, _client.State);
        Assert.Equal(DtlsState.Connected, _server.State);
        var client = _client.ExportSrtpKeys();
        var server = _server.ExportSrtpKeys();
        Assert.NotNull(client);
        Assert.NotNull(server);
        Assert.Equal(SrtpProfile.AeadAes128Gcm, client.Value.Send.Profile);
        Assert.Equal(client.Value.Send.Key, server.Value.Receive.Key);
        Assert.Equal(client.Value.Send.Salt, server.Value.Receive.Salt);
        Assert.Equal(client.Value.Receive.Key, server.Value.Send.Key);
        Assert.NotEqual(client.Value.Receive.Key, client.Value.Send.Key);
    }

    /// <summary>Carries datagrams until both ends are connected and have nothing more to say, each as fate has it.</summary>
    private TimeSpan Shake(Func<int, Fate> fate)
    {
        var started = TimeProvider.System.GetTimestamp();
        var carried = 0;
        var late = new List<(DtlsAssociation To, byte[] Datagram)>();
        _client.Start();
        while (TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(15))
        {
            var wasLate = late.ToArray();
            late.Clear();
            var moved = Carry(_client, _server) | Carry(_server, _client);
            foreach (var (to, datagram) in wasLate)
            {
                to.Receive(datagram);
            }

            if (_client.State == DtlsState.Connected && _server.State == DtlsState.Connected && !moved && late.Count == 0)
            {
                break;
            }

            if (!moved && wasLate.Length == 0)
            {
                Thread.Sleep(5);
                _client.HandleTimeout();
                _server.HandleTimeout();
            }
        }

        return TimeProvider.System.GetElapsedTime(started);

        bool Carry(DtlsAssociation from, DtlsAssociation to)
        {
            var buffer = new byte[DtlsAssociation.LargestDatagram];
            var moved = false;
            int length;
            while ((length = from.TakeDatagram(buffer)) > 0)
            {
                moved = true;
                var datagram = buffer[..length];
                switch (fate(carried++))
                {
                    case Fate.Delivered:
                        to.Receive(datagram);
                        break;
                    case Fate.Doubled:
                        to.Receive(datagram);
                        to.Receive(datagram);
                        break;
                    case Fate.Late:
                        late.Add((to, datagram));
                        break;
                }
            }

            return moved;
        }
    }

    private enum Fate
    {
        Delivered,
        Lost,
        Doubled,
        Late,
    }
}
