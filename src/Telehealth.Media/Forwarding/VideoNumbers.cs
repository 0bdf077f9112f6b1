namespace Telehealth.Media.Forwarding;

/// <summary>What a receiver is told in place of a packet's own numbers.</summary>
/// <param name="Picture">VP8's picture id in 15 bits, or the dependency descriptor's picture number.</param>
/// <param name="Tl0">VP8's count of base layer pictures.</param>
/// <param name="KeyIdx">VP8's count of key frames in 5 bits.</param>
/// <param name="EndsPicture">The last packet of what the receiver gets of a picture with layers.</param>
internal readonly record struct VideoNumbers(ushort Picture, byte Tl0, byte KeyIdx, bool EndsPicture = false);
