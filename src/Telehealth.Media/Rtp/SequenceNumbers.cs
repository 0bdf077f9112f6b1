namespace Telehealth.Media.Rtp;

/// <summary>Arithmetic on 16-bit sequence numbers that wrap (RFC 3550 A.1).</summary>
internal static class SequenceNumbers
{
    /// <summary>How far <paramref name="a"/> lies after <paramref name="b"/>; negative when before.</summary>
    public static int Distance(ushort a, ushort b) => (short)(ushort)(a - b);

    /// <summary>The number nearest to <paramref name="reference"/> whose low 16 bits are <paramref name="sequence"/>.</summary>
    public static long Unwrap(ushort sequence, long reference) => reference + (short)(ushort)(sequence - (ushort)reference);
}
