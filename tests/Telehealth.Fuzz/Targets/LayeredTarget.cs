using Telehealth.Media.Rtp;

namespace Telehealth.Fuzz.Targets;

/// <summary>VP9 and AV1 payloads (RFC 9628, AV1 RTP 1.0); the first byte says which.</summary>
internal sealed class LayeredTarget : FuzzTarget
{
    public override string Name => "vp9-av1";

    public override string[] Covers => ["Telehealth.Media.Rtp.Vp9Packet", "Telehealth.Media.Rtp.Av1Packet", "Telehealth.Media.Rtp.VideoPacket"];

    public override byte[][] Dictionary => [[0x8A, 0x80], [0xAA, 0x80, 1, 0x10], [0x18], [0x80]];

    public override IEnumerable<byte[]> Seeds() =>
        [[0, 0x8A, 0x80, 1, 9], [0, 0xAA, 0x81, 1, 0x10, 9], [0, 0x28, 0x02, 9], [0, 0xC8, 0x01, 9], [1, 0x18, 0x0A, 1], [1, 0x90, 1, 2], [1, 0x10, 1]];

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        var codec = (input[0] & 1) == 0 ? VideoCodec.Vp9 : VideoCodec.Av1;
        if (VideoPacket.TryRead(codec, input[1..], out var packet))
        {
            Claim(packet.Codec == codec, "a packet is one of its codec");
            Claim(!packet.IsKeyFrame || packet.StartsFrame, "only the first packet of a frame says that it is a key frame");
            Claim(packet.Width == 0 && packet.Height == 0 && !packet.HasDependencies, "what a payload does not say is not made up");
        }
    }
}
