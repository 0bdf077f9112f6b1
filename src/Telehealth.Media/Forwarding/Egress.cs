using Telehealth.Media.Bandwidth;
using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

/// <summary>Encrypts and sends the packet in the first bytes of a buffer.</summary>
internal delegate bool PacketSink(Span<byte> buffer, int length);

/// <summary>The way out to one subscribe connection, shared by all its tracks. Only the room's loop touches this.</summary>
internal sealed class Egress(PacketSink sink)
{
    // 1,200 bytes come in; the receiver's extensions and the descriptor add less than 60.
    private readonly byte[] _buffer = new byte[2048];
    private ushort _transportSequence;

    /// <summary>Connected and answered.</summary>
    public bool IsOpen { get; set; }

    public ExtensionIds Ids { get; set; }

    /// <summary>From the receiver's reports; before the first one a guess for a rural link.</summary>
    public long RoundTripMicros { get; set; } = 100_000;

    public RateMeter Rate { get; } = new();

    public SendLog Log { get; } = new();

    public Span<byte> Buffer => _buffer;

    public void AddExtensions(ref RtpHeaderWriter writer, ReadOnlySpan<byte> mid, long nowMicros)
    {
        writer.AddMid(Ids.Mid, mid);
        writer.AddAbsSendTime(Ids.AbsSendTime, nowMicros);
        writer.AddTransportSequence(Ids.TransportCc, _transportSequence);
    }

    public bool Send(int length, long nowMicros)
    {
        if (Ids.TransportCc != 0)
        {
            Log.Add(_transportSequence++, nowMicros);
        }

        Rate.Add(length, nowMicros);
        return sink(_buffer, length);
    }
}
