using System.Buffers.Binary;
using Telehealth.Media.Bandwidth;
using Telehealth.Media.Rtcp;

namespace Telehealth.Fuzz.Targets;

/// <summary>The numbers and times of a publisher's packets, which are its own choice, and the transport-wide feedback that we make of them.</summary>
internal sealed class ArrivalTarget : FuzzTarget
{
    private const int EntryBytes = 4;
    private const int MostMessages = 64;
    private const int NearNumbers = 16;

    // Kept from input to input: a new one would cost more than all that most inputs make of it.
    private readonly ArrivalLog _log = new();
    private readonly byte[] _message = new byte[1500];

    public override string Name => "arrivals";

    public override string[] Covers => ["Telehealth.Media.Bandwidth.ArrivalLog", "Telehealth.Media.Rtcp.TransportFeedbackReader"];

    public override int Longest => 1200;

    public override byte[][] Dictionary =>
        [[0xFF, 0xFF, 0, 1], [0, 0, 0, 1], [0x80, 0x00, 0, 1], [0x1F, 0xFF, 0, 1], [0x20, 0x00, 0, 1], [0, 0, 0xFF, 0xFF], [0, 1, 0x80, 0x01]];

    public override IEnumerable<byte[]> Seeds() =>
    [
        [.. Enumerable.Range(0, 40).SelectMany(packet => new byte[] { 0xFF, (byte)(0xF0 + packet), 0, 9 })],
        [0, 1, 0, 9, 0, 3, 0, 9, 0, 2, 0x80, 9, 0x40, 0, 0, 9, 0x60, 0, 0, 9],
        [0, 1, 0, 1, 0x20, 0, 0xFF, 1, 0, 5, 0x90, 0, 1, 0xF4, 0, 1],
    ];

    public override void Run(ReadOnlySpan<byte> input)
    {
        _log.Forget();
        var now = 1_000_000_000L;
        for (; input.Length >= EntryBytes; input = input[EntryBytes..])
        {
            var step = BinaryPrimitives.ReadUInt16BigEndian(input[2..]);
            // Up to 33 s in steps of a millisecond; the highest bit says that feedback is due.
            now += (step & 0x7FFF) * 1000L;
            _log.Record(BinaryPrimitives.ReadUInt16BigEndian(input), now);
            if ((step & 0x8000) != 0)
            {
                Report();
            }
        }

        Report();
    }

    /// <summary>Brings numbers near to each other: chance makes holes of thousands, and nearly every status would say that a packet is missing.</summary>
    public override void Repair(Span<byte> input)
    {
        if (input.Length < EntryBytes)
        {
            return;
        }

        var before = BinaryPrimitives.ReadUInt16BigEndian(input);
        for (input = input[EntryBytes..]; input.Length >= EntryBytes; input = input[EntryBytes..])
        {
            var number = BinaryPrimitives.ReadUInt16BigEndian(input);
            if ((short)(number - before) is < -NearNumbers or > NearNumbers)
            {
                number = (ushort)(before + 1 + (number % NearNumbers));
                BinaryPrimitives.WriteUInt16BigEndian(input, number);
            }

            before = number;
        }
    }

    private void Report()
    {
        var messages = 0;
        while (_log.TryWrite(1, 2, _message, out var length))
        {
            Claim(++messages <= MostMessages, "feedback comes to an end");
            Claim(length is >= 20 and <= 1200 && length % 4 == 0, "feedback fits a datagram");
            var packets = new RtcpReader(_message.AsSpan(0, length));
            Claim(packets.MoveNext() && packets.Body.Length == length - 4, "feedback is one packet");
            Claim(TransportFeedbackReader.TryOpen(packets.Body, out var reader), "our feedback can be read");
            var statuses = 0;
            var received = 0;
            while (reader.MoveNext())
            {
                statuses++;
                received += reader.Received ? 1 : 0;
            }

            Claim(statuses == BinaryPrimitives.ReadUInt16BigEndian(_message.AsSpan(14)), "every status has its time");
            Claim(received > 0, "feedback speaks of something that arrived");
        }
    }
}
