using Telehealth.Fuzz.Targets;

namespace Telehealth.Fuzz;

/// <summary>Everything that reads what the network sends.</summary>
internal static class FuzzTargets
{
    /// <summary>All targets, or the one of this name.</summary>
    public static IReadOnlyList<FuzzTarget> Named(string name)
    {
        FuzzTarget[] all =
        [
            new StunTarget(),
            new CheckTarget(),
            new DtlsRecordTarget(),
            new RtpTarget(),
            new RtcpTarget(),
            new SrtpTarget(),
            new Vp8Target(),
            new H264Target(),
            new LayeredTarget(),
            new DependencyTarget(),
            new RedTarget(),
            new ArrivalTarget(),
            new TcpFrameTarget(),
            new SdpOfferTarget(),
            new SdpAnswerTarget(),
        ];
        var chosen = Array.FindAll(all, target => name.Length == 0 || target.Name == name);
        return chosen.Length > 0 ? chosen : throw new ArgumentException($"There is no target {name}.");
    }
}
