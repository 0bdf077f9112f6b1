using System.Text;
using Telehealth.Media;
using Telehealth.Media.Sdp;

namespace Telehealth.Fuzz.Targets;

/// <summary>A client's offer, what its rights make of it, and our answer to it.</summary>
internal sealed class SdpOfferTarget : FuzzTarget
{
    private static readonly SeatRights _rights = new(true, true, true, true);

    private static readonly LocalDescription _local = new(1, 1, "ufrag", "password", "AA:BB", ["192.0.2.1", "2001:db8::1"], 5082);

    public override string Name => "sdp-offer";

    public override string[] Covers => ["Telehealth.Media.Sdp.", "Telehealth.Media.PublishPlan"];

    public override int Longest => 8 << 10;

    public override byte[][] Dictionary => SdpWords.All;

    public override IEnumerable<byte[]> Seeds() => SdpWords.Descriptions("actpass", "sendonly");

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (!PublishOffer.TryRead(Encoding.Latin1.GetString(input), out var offer))
        {
            return;
        }

        var intents = offer.Lines
            .Select(line => new TrackIntent(line.Mid, line.IsAudio ? TrackSource.Microphone : TrackSource.Camera, false))
            .ToArray();
        var plan = PublishPlan.Make(offer, intents, _rights, 6);
        Claim(plan.Verdicts.Count == offer.Lines.Count, "every line gets its verdict");
        var answer = PublishAnswer.Write(offer, plan.Verdicts, _local, 2500);
        Claim(SdpDocument.TryParse(answer, out var document), "our answer can be read");
        Claim(
            document.Media.Select(media => media.Mid).SequenceEqual(offer.Lines.Select(line => line.Mid)),
            "an answer has the lines of its offer, in their order");
        Claim(document.Media.TrueForAll(media => !media.Sends), "an answer to a publisher sends nothing");
    }
}
