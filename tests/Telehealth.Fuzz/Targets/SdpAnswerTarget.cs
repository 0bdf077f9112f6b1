using System.Text;
using Telehealth.Media.Sdp;

namespace Telehealth.Fuzz.Targets;

/// <summary>A client's answer to our offer.</summary>
internal sealed class SdpAnswerTarget : FuzzTarget
{
    public override string Name => "sdp-answer";

    public override string[] Covers =>
        ["Telehealth.Media.Sdp.SubscribeAnswer", "Telehealth.Media.Sdp.SdpDocument", "Telehealth.Media.Sdp.SdpFields", "Telehealth.Media.Sdp.SdpMedia", "Telehealth.Media.Sdp.SdpSection"];

    public override int Longest => 8 << 10;

    public override byte[][] Dictionary => SdpWords.All;

    public override IEnumerable<byte[]> Seeds() => SdpWords.Descriptions("active", "recvonly");

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (!SubscribeAnswer.TryRead(Encoding.Latin1.GetString(input), out var answer))
        {
            return;
        }

        Claim(answer.Lines.Count is > 0 and <= SdpDocument.MaxAnswered, "an answer has one to 128 lines");
        Claim(
            answer.Lines.All(line => line.Codec.PayloadType <= 127 && line.Codec.RtxPayloadType <= 127), "a payload type has seven bits");
        Claim(answer.Remote.Ufrag.Length is >= 4 and <= 256 && answer.Remote.Password.Length is >= 22 and <= 256, "credentials have the lengths of RFC 8839");
    }
}
