using System.Text;

namespace Telehealth.Benchmarks.Hubs;

/// <summary>What a client sends, ready to go: one text frame, masked as the protocol wants it (with a mask that does nothing).</summary>
internal static class WebSocketFrames
{
    private const byte WholeText = 0x81;
    private const byte Masked = 0x80;
    private const int ShortLimit = 126;

    public static byte[] Text(string text)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        byte[] length = payload.Length < ShortLimit
            ? [(byte)(Masked | payload.Length)]
            : [Masked | ShortLimit, (byte)(payload.Length >> 8), (byte)payload.Length];
        return [WholeText, .. length, 0, 0, 0, 0, .. payload];
    }
}
