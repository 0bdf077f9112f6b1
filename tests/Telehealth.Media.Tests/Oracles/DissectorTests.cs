using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Telehealth.Media.Bandwidth;
using Telehealth.Media.Hostile;
using Telehealth.Media.Ice;
using Telehealth.Media.Net;
using Telehealth.Media.Rtcp;
using Telehealth.Media.Stun;
using Telehealth.Media.Vectors;

namespace Telehealth.Media.Oracles;

/// <summary>What we write, as an independent dissector reads it.</summary>
public sealed partial class DissectorTests
{
    [Fact]
    public async Task Reports_and_requests_say_what_was_meant()
    {
        var buffer = new byte[1500];
        var writer = new RtcpWriter(buffer);
        writer.AddSenderReport(0x11223344, 0xE0000000_80000000, 90_000, 10, 12_345);
        writer.AddSourceDescription(0x11223344, "a cname"u8);
        var sender = buffer[..writer.Length];
        writer = new RtcpWriter(buffer);
        writer.AddReceiverReport(1, [new ReportBlock(0x55, 128, -5, 0x0001_FFFE, 77, 0xABCD0000, 65_536), new ReportBlock(0x66, 1, 8_000_000, 3, 2, 1, 0)]);
        writer.AddReceiverEstimate(1, 2_500_000, [0x55, 0x66]);
        var receiver = buffer[..writer.Length];
        writer = new RtcpWriter(buffer);
        writer.AddPictureLoss(1, 0x55);
        writer.AddNack(1, 0x55, [65534, 65535, 0, 40]);
        var requests = buffer[..writer.Length];

        var read = await Tshark.ReadAsync("rtcp", [sender, receiver, requests]);

        Says(read[0], "Sender SSRC: 0x11223344", "Timestamp, MSW: 3758096384", "Timestamp, LSW: 2147483648", "RTP timestamp: 90000",
            "Sender's packet count: 10", "Sender's octet count: 12345", "Type: CNAME (user and domain) (1)", "Text: a cname");
        Says(read[1], "Identifier: 0x00000055", "Fraction lost: 128 / 256", "Cumulative number of packets lost: -5",
            "Extended highest sequence number received: 131070", "Sequence number cycles count: 1", "Interarrival jitter: 77",
            "Last SR timestamp: 2882338816", "Delay since last SR timestamp: 65536 (1000 milliseconds)",
            "Identifier: 0x00000066", "Cumulative number of packets lost: 8000000", "Number of Ssrcs: 2", "Maximum bit rate: 2500000");
        Says(read[2], "Packet type: Payload-specific Feedback (206)", "Picture Loss Indication", "Media source SSRC: 0x00000055",
            "RTCP Transport Feedback NACK PID: 65534", "RTCP Transport Feedback NACK BLP: 0x0003", "RTCP Transport Feedback NACK PID: 40");
        Assert.All(read, datagram => Assert.DoesNotContain("Malformed", datagram, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(2, 20, 0)]
    [InlineData(3, 5, 30)]
    [InlineData(4, 90, 5)]
    public async Task Arrival_times_are_read_as_they_were_recorded(int seed, int lostPercent, int latePercent)
    {
        var source = new RandomBytes(seed);
        var log = new ArrivalLog();
        var arrived = new Dictionary<ushort, long>();
        var messages = new List<byte[]>();
        var buffer = new byte[1500];
        var now = 5_000_000_000L;
        // Past the end of the numbers, in reports of a hundred packets; some a second late, some from long pauses.
        for (var packet = 0; packet < 2000; packet++)
        {
            now += source.Next(0, 400) == 0 ? 9_000_000 : source.Next(0, 6000);
            if (source.Next(0, 100) >= lostPercent)
            {
                var sequence = (ushort)(64_000 + packet - (source.Next(0, 100) < latePercent ? source.Next(0, 30) : 0));
                if (arrived.TryAdd(sequence, now))
                {
                    log.Record(sequence, now);
                }
            }

            if (packet % 100 == 99)
            {
                while (log.TryWrite(1, 2, buffer, out var length))
                {
                    messages.Add(buffer[..length]);
                }
            }
        }

        var read = await Tshark.ReadAsync("rtcp", messages);

        var told = new Dictionary<ushort, long>();
        foreach (var message in read)
        {
            Assert.DoesNotContain("Malformed", message, StringComparison.Ordinal);
            var time = long.Parse(ReferenceTime().Match(message).Groups[1].Value, CultureInfo.InvariantCulture) * 64_000;
            foreach (Match delta in Delta().Matches(message))
            {
                var raw = delta.Groups[1].Value;
                // One byte unsigned or two bytes signed, in quarters of a millisecond.
                int ticks = raw.Length == 2
                    ? byte.Parse(raw, NumberStyles.HexNumber, CultureInfo.InvariantCulture)
                    : short.Parse(raw, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                time += ticks * 250;
                told[ushort.Parse(delta.Groups[2].Value, CultureInfo.InvariantCulture)] = time;
            }
        }

        // What came after a later packet was already reported need not be told again; everything told must be true.
        Assert.InRange(told.Count, arrived.Count * 9 / 10, arrived.Count);
        Assert.All(told, packet => Assert.InRange(packet.Value - arrived[packet.Key], -250, 250));
    }

    [Fact]
    public async Task Checks_and_their_answers_are_read_as_they_were_written()
    {
        var responder = new CheckResponder();
        responder.Current.RemoteUfrag = "theirs";
        var check = RawPeer.Check(responder.Current.Ufrag, "theirs", responder.Current.Password, nominates: true);
        var unknown = RawPeer.Check(responder.Current.Ufrag, "theirs", responder.Current.Password, unknown: 0x7777);
        var datagrams = new List<byte[]> { check };
        foreach (var (request, from) in new[] { (check, "192.0.2.1"), (check, "2001:db8::9"), (unknown, "192.0.2.1") })
        {
            Assert.True(StunMessage.TryRead(request, out var message));
            var answer = new byte[CheckResponder.LargestResponse];
            var length = responder.Respond(message, RemoteAddress.From(new IPEndPoint(IPAddress.Parse(from), 32_853)), answer, out _, out _);
            datagrams.Add(answer[..length]);
        }

        var read = await Tshark.ReadAsync("stun", datagrams);

        Says(read[0], "(Binding Request)", $"Username: {responder.Current.Ufrag}:theirs", "ICE-CONTROLLING", "USE-CANDIDATE", "Priority: 1", "MESSAGE-INTEGRITY");
        Says(read[1], "(Binding Success Response)", "IP: 192.0.2.1", "Port: 32853", "MESSAGE-INTEGRITY");
        Says(read[2], "(Binding Success Response)", "IP: 2001:db8::9", "Port: 32853");
        Says(read[3], "(Binding Error Response)", "Error Code: 20", "Error Class: 4", "UNKNOWN-ATTRIBUTES", "0x7777");
        Assert.All(read, datagram => Assert.Contains("CRC-32 Status: Good", datagram, StringComparison.Ordinal));
        Assert.All(read, datagram => Assert.DoesNotContain("Malformed", datagram, StringComparison.Ordinal));
    }

    private static void Says(string datagram, params string[] facts) =>
        Assert.All(facts, fact => Assert.Contains(fact, datagram, StringComparison.Ordinal));

    [GeneratedRegex(@"Reference Time: (-?\d+)")]
    private static partial Regex ReferenceTime();

    [GeneratedRegex(@"Recv Delta: 0x([0-9a-f]+) \w+ Delta: \[seq: (\d+)\]")]
    private static partial Regex Delta();
}
