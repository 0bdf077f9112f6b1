using Telehealth.Media.Rtp;

namespace Telehealth.Fuzz.Targets;

/// <summary>H.264 packets (RFC 6184) and the picture's size in a sequence parameter set.</summary>
internal sealed class H264Target : FuzzTarget
{
    public override string Name => "h264";

    public override string[] Covers => ["Telehealth.Media.Rtp.H264", "Telehealth.Media.Rtp.BitReader", "Telehealth.Media.Rtp.VideoPacket"];

    public override byte[][] Dictionary => [[0x67, 0x42, 0xE0, 0x1F], [0x78, 0, 12, 0x67, 0x42], [0x7C, 0x87], [0, 0, 3], [0x65], [0x68]];

    public override IEnumerable<byte[]> Seeds()
    {
        // Constrained baseline, 1280 by 720, cropped to it.
        byte[] parameters = [0x67, 0x42, 0xE0, 0x1F, 0xDA, 0x01, 0x40, 0x16, 0xE9, 0x48, 0x28, 0x30, 0x30, 0x36, 0x85, 0x09, 0xA8];
        byte[] picture = [0x68, 0xCE, 0x3C, 0x80];
        return
        [
            parameters,
            [0x78, 0, (byte)parameters.Length, .. parameters, 0, 4, .. picture],
            [0x78, 0, 4, .. picture, 0, (byte)parameters.Length, .. parameters],
            [0x7C, 0x87, .. parameters[1..]],
            [0x7C, 0x85, 1, 2, 3],
            [0x65, 0x88, 0x84, 0, 0, 3, 1],
            [0x41, 0x9A, 2],
        ];
    }

    public override void Run(ReadOnlySpan<byte> input)
    {
        var isPacket = H264Packet.TryRead(input, out var isKey, out var width, out var height);
        Claim(width is >= 0 and <= 16_384 && height is >= 0 and <= 32_768, "a size is none or one that a browser could encode");
        Claim((width == 0) == (height == 0), "a size has two sides");
        Claim(isPacket == VideoPacket.TryRead(VideoCodec.H264, input, out var packet), "a packet is one for every reader");
        Claim(!isPacket || (packet.IsKeyFrame == isKey && packet.Width == width && packet.Height == height), "what is read is passed on");
    }
}
