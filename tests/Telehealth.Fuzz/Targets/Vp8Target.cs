using Telehealth.Media.Rtp;

namespace Telehealth.Fuzz.Targets;

/// <summary>VP8 payload descriptors and key frame headers (RFC 7741 4.2, RFC 6386 9.1).</summary>
internal sealed class Vp8Target : FuzzTarget
{
    private readonly byte[] _written = new byte[2048];

    public override string Name => "vp8";

    public override string[] Covers => ["Telehealth.Media.Rtp.Vp8Descriptor"];

    public override byte[][] Dictionary => [[0x90, 0x80, 0x80], [0x90, 0xF0, 0xFF, 0xFF], [0x9D, 0x01, 0x2A], [0x10]];

    public override IEnumerable<byte[]> Seeds() =>
    [
        [0x90, 0xF0, 0xFF, 0xFE, 250, 0x45, 0x10, 0, 0, 0x9D, 0x01, 0x2A, 0x80, 0x02, 0x68, 0x01, 9, 9],
        [0x90, 0xC0, 0x11, 250, 0x11, 0xAA, 0xAA],
        [0x80, 0x20, 0x40, 0xAA, 0xAA],
        [0x10, 0x10, 0, 0, 0x9D, 0x01, 0x2A, 0x80, 0x02, 0x68, 0x01, 9, 9],
        [0x00, 0xAA, 0xAA],
    ];

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (!Vp8Descriptor.TryRead(input, out var descriptor))
        {
            return;
        }

        Claim(descriptor.Length is >= 1 and <= Vp8Descriptor.MaxLength && descriptor.Length < input.Length, "a descriptor has one to six bytes and a payload");
        Claim(descriptor.Width is >= 0 and < 1 << 14 && descriptor.Height is >= 0 and < 1 << 14, "a size has fourteen bits");
        Claim(!descriptor.IsKeyFrame || descriptor.StartsFrame, "only the first packet of a frame says that it is a key frame");
        var length = descriptor.Write(_written, descriptor.PictureId, descriptor.Tl0, descriptor.KeyIdx);
        Claim(length <= Vp8Descriptor.MaxLength && length - descriptor.Length is 0 or 1, "a descriptor grows by one byte at most");
        input[descriptor.Length..].CopyTo(_written.AsSpan(length));
        Claim(Vp8Descriptor.TryRead(_written.AsSpan(0, length + input.Length - descriptor.Length), out var again), "what we write can be read");
        Claim(
            again.PictureId == descriptor.PictureId && again.Tl0 == descriptor.Tl0 && again.KeyIdx == descriptor.KeyIdx
                && again.IsKeyFrame == descriptor.IsKeyFrame && again.StartsFrame == descriptor.StartsFrame && again.Width == descriptor.Width,
            "what was read is written again as it was");
    }
}
