using System.Buffers.Binary;
using Telehealth.Media.Srtp;

namespace Telehealth.Fuzz.Targets;

/// <summary>
/// Unprotecting with both profiles. The first byte says how the rest is used: as it comes from a stranger, which must never pass, or
/// sealed with the right key, which must come out as it went in and not a second time.
/// </summary>
internal sealed class SrtpTarget : FuzzTarget
{
    private const uint Ssrc = 0x5EED_0001;

    private readonly byte[] _plain = new byte[2048];
    private readonly byte[] _sealed = new byte[2048];
    private readonly byte[] _opened = new byte[2048];
    private readonly Pair _aead = new(SrtpProfile.AeadAes128Gcm);
    private readonly Pair _counterMode = new(SrtpProfile.Aes128CmSha1Tag80);

    public override string Name => "srtp";

    public override string[] Covers => ["Telehealth.Media.Srtp."];

    public override byte[][] Dictionary => [[0x80, 0xC8, 0, 6], [0x90, 96], [0xBE, 0xDE, 0, 1], [0xFF, 0xFF], [0x80, 0, 0, 1]];

    public override IEnumerable<byte[]> Seeds()
    {
        byte[] rtp = [0x90, 96, 0, 1, 0, 0, 0, 1, 0, 0, 0, 9, 0xBE, 0xDE, 0, 1, 0x10, 20, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18];
        byte[] rtcp = [0x80, 0xC8, 0, 6, 0, 0, 0, 9, .. rtp[12..], .. new byte[20], 0x80, 0, 0, 1];
        for (byte mode = 0; mode < 8; mode++)
        {
            yield return [mode, .. (mode & 2) == 0 ? rtp : rtcp];
        }
    }

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        var pair = (input[0] & 1) == 0 ? _aead : _counterMode;
        var isRtcp = (input[0] & 2) != 0;
        if ((input[0] & 4) == 0)
        {
            var outcome = isRtcp ? pair.Receiver.OpenRtcp(input[1..], _opened, out _) : pair.Receiver.OpenRtp(input[1..], _opened, out _);
            Claim(outcome != SrtpOutcome.Accepted, "nobody forges a tag");
        }
        else
        {
            PassOn(pair, isRtcp, input[1..]);
        }
    }

    private void PassOn(Pair pair, bool isRtcp, ReadOnlySpan<byte> input)
    {
        input.CopyTo(_plain);
        var plain = _plain.AsSpan(0, input.Length);
        if (plain.Length >= 12)
        {
            // One stream, numbered as a sender numbers it: the windows of both ends move on as in a call.
            BinaryPrimitives.WriteUInt32BigEndian(plain[(isRtcp ? 4 : 8)..], Ssrc);
            if (!isRtcp)
            {
                BinaryPrimitives.WriteUInt16BigEndian(plain[2..], pair.Sequence++);
            }
        }

        var length = isRtcp ? pair.Sender.SealRtcp(plain, _sealed) : pair.Sender.SealRtp(plain, _sealed);
        if (length == 0 || plain.Length < 12)
        {
            return;
        }

        var packet = _sealed.AsSpan(0, length);
        var flipped = packet[^1];
        packet[^5] ^= 1;
        Claim(Open(pair, isRtcp, packet, out _) != SrtpOutcome.Accepted, "a changed packet is refused");
        packet[^5] ^= 1;
        Claim(Open(pair, isRtcp, packet, out var opened) == SrtpOutcome.Accepted, "a genuine packet is accepted after a forged one");
        Claim(_opened.AsSpan(0, opened).SequenceEqual(plain), "it comes out as it went in");
        Claim(flipped == packet[^1] && Open(pair, isRtcp, packet, out _) == SrtpOutcome.Replayed, "and not a second time");
    }

    private SrtpOutcome Open(Pair pair, bool isRtcp, ReadOnlySpan<byte> packet, out int length) =>
        isRtcp ? pair.Receiver.OpenRtcp(packet, _opened, out length) : pair.Receiver.OpenRtp(packet, _opened, out length);

    private sealed class Pair(SrtpProfile profile)
    {
        private readonly SrtpMasterKeys _keys = new(profile, new byte[SrtpMasterKeys.KeyBytes], new byte[SrtpMasterKeys.SaltBytes(profile)]);
        private SrtpSender? _sender;
        private SrtpReceiver? _receiver;

        public SrtpSender Sender => _sender ??= new SrtpSender(_keys);

        public SrtpReceiver Receiver => _receiver ??= new SrtpReceiver(_keys);

        public ushort Sequence { get; set; }
    }
}
