using Telehealth.Media.Bandwidth;
using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

/// <summary>Opus with redundancy (RFC 2198) from one microphone to a receiver that takes it and one that does not.</summary>
public sealed class RedundantSoundTests
{
    private const byte Opus = 111;
    private const byte Red = 63;
    private const byte TheirOpus = 109;
    private const byte TheirRed = 35;
    private const uint Ssrc = 100;

    private readonly UpTrack _track = new(new TrackId("t"), new SeatId("s"), TrackSource.Microphone, "0", isAudio: true, []);
    private readonly List<byte[]> _plain = [];
    private readonly List<byte[]> _redundant = [];
    private readonly List<DownlinkEstimate> _estimates = [];
    private long _now = 1_000_000;

    public RedundantSoundTests()
    {
        _track.Layers[0].Bind(Ssrc);
        _track.Layers[0].SoundTypes = (Opus, Red);
        AddReceiver(_plain, 1, 0);
        AddReceiver(_redundant, 2, TheirRed);
    }

    [Fact]
    public void Who_takes_redundancy_gets_it_under_his_own_numbers_and_the_others_the_newest_alone()
    {
        Send(10, distance: 0);
        Send(11, distance: 1);
        Assert.Equal([TheirOpus, TheirOpus], _plain.Select(packet => Header(packet).PayloadType));
        Assert.Equal(Sound(11), Payload(_plain[1]));
        Assert.Equal([TheirRed, TheirRed], _redundant.Select(packet => Header(packet).PayloadType));
        Assert.True(RedPacket.TryRead(Payload(_redundant[1]), TheirOpus, out var red));
        Assert.Equal(Sound(11), red.Primary.ToArray());
        Assert.Equal(Sound(10), red.Earlier(1, out _).ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Lost_sound_comes_back_with_its_own_number_and_time_before_what_brought_it(int distance)
    {
        Send(10, distance);
        var lost = distance;
        Send((ushort)(11 + lost), distance);
        var first = Header(_plain[0]);
        for (var i = 1; i <= lost + 1; i++)
        {
            var header = Header(_plain[i]);
            Assert.Equal((first.Sequence + i, first.Timestamp + (960 * (uint)i)), (header.Sequence, header.Timestamp));
            Assert.Equal(Sound((ushort)(10 + i)), Payload(_plain[i]));
        }

        Assert.Equal(lost + 2, _plain.Count);
        Assert.Empty(Missing());
    }

    [Fact]
    public void A_narrow_link_that_loses_little_gets_the_newest_alone()
    {
        var narrow = _estimates[1];
        Send(10, 1);
        narrow.LimitByReceiver(60_000, _now);
        Send(11, 1);
        for (var i = 0; i < 20; i++)
        {
            narrow.UpdateLoss(0.2, 50_000);
        }

        Send(12, 1);
        Assert.Equal([TheirRed, TheirOpus, TheirRed], _redundant.Select(packet => Header(packet).PayloadType));
        Assert.Equal(Sound(11), Payload(_redundant[1]));
    }

    [Fact]
    public void What_was_said_while_muted_is_not_repeated_afterwards()
    {
        var estimate = _estimates[1];
        for (var i = 0; i < 20; i++)
        {
            estimate.UpdateLoss(0.3, 50_000);
        }

        Send(10, 0);
        _track.SetMuted(true);
        Send(11, 0);
        Send(12, 0);
        _track.SetMuted(false);
        Send(13, 0);
        Send(14, 0);
        Assert.Equal(3, _redundant.Count);
        Assert.DoesNotContain(Sound(12), Blocks(_redundant[1]));
        Assert.Contains(Sound(13), Blocks(_redundant[2]));
        Assert.DoesNotContain(Sound(12), Blocks(_redundant[2]));
    }

    [Fact]
    public void The_original_that_comes_after_its_recovery_is_not_sent_twice()
    {
        Send(10, 1);
        Send(12, 1);
        Send(11, 1);
        Assert.Equal(3, _plain.Count);
        Assert.Equal(3, _redundant.Count);
    }

    [Fact]
    public void A_packet_whose_blocks_do_not_fit_goes_to_nobody()
    {
        Send(10, 1);
        Receive(TestPackets.Rtp(Red, 11, 11 * 960, Ssrc, [Opus | 0x80, 0, 0xFF, 0xFF, Opus, 1]));
        Receive(TestPackets.Rtp(Red, 12, 12 * 960, Ssrc, [0, 1, 2]));
        Assert.Single(_plain);
        Assert.Single(_redundant);
    }

    [Fact]
    public void A_pause_of_speech_is_no_loss()
    {
        _track.Layers[0].CanAsk = true;
        Send(10, 1);
        Send(11, 1);
        _now += 2_000_000;
        // RFC 7587 3.1.3: the timestamp jumps over the pause, the sequence does not.
        Receive(TestPackets.Rtp(Opus, 12, (uint)SequenceNumbers.Unwrap(11, 65_000) * 960 + 96_000, Ssrc, Sound(12)));
        Assert.Empty(Missing());
        _track.Layers[0].Statistics.Report(Ssrc, 0, 0, out var expected, out var lost);
        Assert.Equal((3, 0), (expected, lost));
        Assert.Equal(96_000u, Header(_plain[2]).Timestamp - Header(_plain[1]).Timestamp);
        Assert.Equal(1, Header(_plain[2]).Sequence - Header(_plain[1]).Sequence);
    }

    [Fact]
    public void A_microphone_is_asked_again_only_where_that_was_agreed_and_never_for_a_key_frame()
    {
        var layer = _track.Layers[0];
        Send(10, 0);
        Send(12, 0);
        Assert.Empty(Missing());
        layer.CanAsk = true;
        Send(14, 0);
        Assert.Equal([11, 13], Missing());
        layer.RequestKeyFrame();
        Assert.False(layer.TakePictureLoss(_now + 10_000_000));
    }

    /// <summary>Against the plain truth: a packet is heard when it or a later one that repeats it came.</summary>
    [Theory]
    [InlineData(1, 20)]
    [InlineData(2, 20)]
    [InlineData(1, 50)]
    [InlineData(2, 50)]
    public void Everything_that_arrived_in_any_form_is_heard_once(int distance, int lossPercent)
    {
        var dice = new Dice((uint)(distance * lossPercent));
        var arrived = new HashSet<int>();
        const int First = 65_000;
        const int Count = 3000;
        for (var number = First; number < First + Count; number++)
        {
            if (number == First || !dice.Chance(lossPercent))
            {
                arrived.Add(number);
                Send((ushort)number, distance);
                Missing();
            }
        }

        var last = arrived.Max();
        var heard = Enumerable.Range(First, last - First + 1)
            .Where(number => Enumerable.Range(number, distance + 1).Any(arrived.Contains)).ToList();
        var start = Header(_plain[0]);
        Assert.Equal(
            heard.Select(number => ((ushort)(start.Sequence + number - First), start.Timestamp + (uint)((number - First) * 960))),
            _plain.Select(packet => (Header(packet).Sequence, Header(packet).Timestamp)));
        Assert.All(heard.Zip(_plain), pair => Assert.Equal(Sound((ushort)pair.First), Payload(pair.Second)));
    }

    [Theory]
    [InlineData(0.0, 1)]
    [InlineData(0.08, 2)]
    [InlineData(0.3, 3)]
    public void A_link_that_loses_more_gets_more_earlier_sound_whatever_the_publisher_repeats(double loss, int expected)
    {
        Lose(loss);
        for (ushort sequence = 10; sequence < 16; sequence++)
        {
            Send(sequence, distance: 1);
        }

        Assert.True(RedPacket.TryRead(Payload(_redundant[5]), TheirOpus, out var red));
        Assert.Equal(expected, red.Redundant);
        Assert.Equal(Sound(15), red.Primary.ToArray());
        for (var distance = 1; distance <= expected; distance++)
        {
            Assert.Equal(Sound((ushort)(15 - distance)), red.Earlier(distance, out var age).ToArray());
            Assert.Equal(960u * (uint)distance, age);
        }

        Assert.Equal(Sound(15), Payload(_plain[5]));
    }

    [Fact]
    public void A_publisher_without_redundancy_is_heard_with_it_where_the_link_loses_much()
    {
        Lose(0.3);
        Receive(TestPackets.Rtp(Opus, 10, 9600, Ssrc, Sound(10)));
        Receive(TestPackets.Rtp(Opus, 11, 10_560, Ssrc, Sound(11)));
        Assert.Equal((TheirOpus, TheirRed), (Header(_redundant[0]).PayloadType, Header(_redundant[1]).PayloadType));
        Assert.True(RedPacket.TryRead(Payload(_redundant[1]), TheirOpus, out var red));
        Assert.Equal((Sound(10), Sound(11)), (red.Earlier(1, out _).ToArray(), red.Primary.ToArray()), SameBytes);
    }

    [Fact]
    public void Sound_from_before_a_pause_and_sound_that_does_not_fit_are_not_repeated()
    {
        Lose(0.3);
        var large = new byte[600];
        Receive(TestPackets.Rtp(Opus, 10, 9600, Ssrc, Sound(10)));
        Receive(TestPackets.Rtp(Opus, 11, 96_000, Ssrc, large));
        Assert.Equal(TheirOpus, Header(_redundant[1]).PayloadType);
        Receive(TestPackets.Rtp(Opus, 12, 96_960, Ssrc, large));
        Assert.Equal(TheirOpus, Header(_redundant[2]).PayloadType);
        Receive(TestPackets.Rtp(Opus, 13, 97_920, Ssrc, Sound(13)));
        Assert.True(RedPacket.TryRead(Payload(_redundant[3]), TheirOpus, out var red));
        Assert.Equal(1, red.Redundant);
    }

    private static bool SameBytes((byte[] Earlier, byte[] Newest) left, (byte[] Earlier, byte[] Newest) right) =>
        left.Earlier.SequenceEqual(right.Earlier) && left.Newest.SequenceEqual(right.Newest);

    /// <summary>The receivers' links have lost this share for a minute.</summary>
    private void Lose(double share)
    {
        for (var second = 0; second < 60; second++)
        {
            _estimates.ForEach(estimate => estimate.UpdateLoss(share, 100_000));
        }
    }

    private static RtpHeader Header(byte[] packet) => ForwardingBench.Header(packet);

    private static byte[] Payload(byte[] packet) => packet[Header(packet).PayloadOffset..];

    private static List<byte[]> Blocks(byte[] packet)
    {
        var blocks = new List<byte[]>();
        if (Header(packet).PayloadType != TheirRed)
        {
            return blocks;
        }

        Assert.True(RedPacket.TryRead(Payload(packet), TheirOpus, out var red));
        for (var distance = 1; distance <= red.Redundant; distance++)
        {
            blocks.Add(red.Earlier(distance, out _).ToArray());
        }

        return blocks;
    }

    private static byte[] Sound(ushort sequence) => [(byte)sequence, (byte)(sequence >> 8), 7];

    private void Send(ushort sequence, int distance)
    {
        var blocks = Enumerable.Range(0, distance + 1)
            .Select(i => ((distance - i) * 960, Sound((ushort)(sequence - distance + i)))).ToArray();
        var number = (uint)SequenceNumbers.Unwrap(sequence, 65_000);
        Receive(TestPackets.Rtp(Red, sequence, number * 960, Ssrc, RedPacketTests.Build(blocks)));
        _now += 20_000;
    }

    private void Receive(byte[] packet) =>
        _track.Layers[0].Receive(packet, Header(packet), 20, _now, _now, repeated: false);

    private ushort[] Missing()
    {
        var due = new ushort[64];
        return due[.._track.Layers[0].CollectMissing(_now + 25_000, 100_000, due)];
    }

    private void AddReceiver(List<byte[]> sent, uint ssrc, byte red)
    {
        var egress = new Egress((head, rest, _) =>
        {
            sent.Add([.. head, .. rest]);
            return true;
        })
        {
            IsOpen = true,
        };
        _estimates.Add(egress.Estimate);
        var receiver = new DownTrack(_track, egress, "0"u8.ToArray(), ssrc, 0, 1000) { RedPayloadType = red };
        _track.Add(receiver);
        receiver.Accept(TheirOpus, 0);
    }
}
