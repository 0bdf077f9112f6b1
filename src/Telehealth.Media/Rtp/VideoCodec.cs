namespace Telehealth.Media.Rtp;

/// <summary>The video formats we forward. Each knows its packets in <see cref="VideoPacket"/> and its numbers in the receiver's munger.</summary>
internal enum VideoCodec : byte
{
    Vp8,
    H264,
    Vp9,
    Av1,
}
