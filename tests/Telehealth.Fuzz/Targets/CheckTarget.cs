using System.Text;
using Telehealth.Media.Ice;
using Telehealth.Media.Net;
using Telehealth.Media.Stun;

namespace Telehealth.Fuzz.Targets;

/// <summary>What we answer to somebody who knows the password: any attributes between a right USERNAME and a right MESSAGE-INTEGRITY.</summary>
internal sealed class CheckTarget : FuzzTarget
{
    private readonly CheckResponder _responder = new();
    private readonly byte[] _username;
    private readonly byte[] _request = new byte[2048];
    private readonly byte[] _response = new byte[CheckResponder.LargestResponse];

    private readonly RemoteAddress _from = RemoteAddress.From(new(System.Net.IPAddress.Parse("2001:db8::1"), 32853));

    public CheckTarget()
    {
        _responder.Current.RemoteUfrag = "theirs";
        _username = Encoding.ASCII.GetBytes($"{_responder.Current.Ufrag}:theirs");
    }

    public override string Name => "ice-check";

    public override string[] Covers => ["Telehealth.Media.Ice.CheckResponder", "Telehealth.Media.Stun."];

    public override int Longest => 1024;

    public override byte[][] Dictionary =>
        [[0, 0x24, 0, 4], [0, 0x25, 0, 0], [0x80, 0x29, 0, 8], [0x80, 0x2A, 0, 8], [0x77, 0x77, 0, 0], [0, 0x14, 0, 0], [0, 0x20, 0, 8, 0, 1]];

    public override IEnumerable<byte[]> Seeds() =>
    [
        [0, 0x24, 0, 4, 1, 2, 3, 4],
        [0x80, 0x2A, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0x25, 0, 0, 0, 0x24, 0, 4, 1, 2, 3, 4],
        [0x80, 0x29, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0x24, 0, 4, 1, 2, 3, 4],
        [0x77, 0x77, 0, 0, 0, 0x24, 0, 4, 1, 2, 3, 4],
    ];

    public override void Run(ReadOnlySpan<byte> input)
    {
        var request = Request(input[..(input.Length & ~3)]);
        if (!StunMessage.TryRead(request, out var message) || !_responder.IsAuthentic(message))
        {
            return;
        }

        var length = _responder.Respond(message, _from, _response, out var succeeded, out _);
        Claim(length * 2 <= request.Length * 3, "an answer is at most one and a half times as long as its check");
        Claim(StunMessage.TryRead(_response.AsSpan(0, length), out var response), "our answer can be read");
        Claim(response.HasIntegrity(_responder.Current.Key) && response.HasFingerprint, "our answer is protected");
        Claim(succeeded == (response.Type == StunFormat.BindingSuccess), "the answer says whether the check counted");
        Claim(!succeeded || response.MappedAddress == _from, "a success tells where the check came from");
    }

    /// <summary>The writer knows whole attributes only; the raw ones go between two of its own, over the value of a filler of their length.</summary>
    private Span<byte> Request(ReadOnlySpan<byte> attributes)
    {
        var writer = new StunWriter(_request, StunFormat.BindingRequest, "transactions"u8);
        writer.Add(StunFormat.Username, _username);
        var start = writer.Length;
        if (attributes.Length >= 4)
        {
            writer.Add(0xFFFF, attributes[4..]);
            attributes.CopyTo(_request.AsSpan(start));
        }

        writer.AddIntegrity(_responder.Current.Key);
        writer.AddFingerprint();
        return _request.AsSpan(0, writer.Length);
    }
}
