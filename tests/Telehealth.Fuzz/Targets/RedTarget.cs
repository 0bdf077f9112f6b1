using Telehealth.Media.Rtp;

namespace Telehealth.Fuzz.Targets;

/// <summary>Redundant audio (RFC 2198): the blocks of a payload, and the payload with a receiver's own number for the codec.</summary>
internal sealed class RedTarget : FuzzTarget
{
    private const byte Opus = 111;

    private readonly byte[] _renamed = new byte[2048];

    public override string Name => "red";

    public override string[] Covers => ["Telehealth.Media.Rtp.RedPacket"];

    public override byte[][] Dictionary => [[0x80 | Opus], [Opus], [0x80 | Opus, 0x0F, 0x00, 0x04], [0x80 | Opus, 0xFF, 0xFF, 0xFF]];

    public override IEnumerable<byte[]> Seeds() =>
    [
        [Opus, 1, 2, 3],
        [0x80 | Opus, 0x0F, 0x00, 2, Opus, 8, 9, 1, 2, 3],
        [0x80 | Opus, 0x1E, 0x00, 2, 0x80 | Opus, 0x0F, 0x00, 0, Opus, 8, 9, 1, 2, 3],
    ];

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (!RedPacket.TryRead(input, Opus, out var packet))
        {
            return;
        }

        Claim(packet.Redundant is >= 0 and <= RedPacket.MaxRedundant, "at most four earlier blocks");
        var bytes = (packet.Redundant * 4) + 1 + packet.Primary.Length;
        for (var distance = 1; distance <= packet.Redundant; distance++)
        {
            bytes += packet.Earlier(distance, out var age).Length;
            Claim(age < 1 << 14, "an age has fourteen bits");
        }

        Claim(bytes == input.Length && !packet.Primary.IsEmpty, "headers and blocks are all there is");
        var headers = RedPacket.CopyHeaders(input, 63, _renamed);
        Claim(headers == (packet.Redundant * 4) + 1, "a header of four bytes for each block, and one of one");
        input[headers..].CopyTo(_renamed.AsSpan(headers));
        var renamed = _renamed.AsSpan(0, input.Length);
        Claim(RedPacket.TryRead(renamed, 63, out var again), "what we rename can be read");
        Claim(again.Redundant == packet.Redundant && again.Primary.SequenceEqual(packet.Primary), "another number changes no sound");
    }
}
