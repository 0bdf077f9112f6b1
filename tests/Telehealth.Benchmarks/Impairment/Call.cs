using Telehealth.Media;
using Telehealth.Media.Peer;

namespace Telehealth.Benchmarks.Impairment;

/// <summary>A patient on a bad network and a doctor on a good one, in a room of their own.</summary>
internal sealed class Call(MediaServer server, PeerLoop loop, Scenario scenario, uint seed)
{
    private const int SettleSeconds = 10;
    private const int AdaptSeconds = 5;
    private const int RecoverSeconds = 30;

    private static readonly PublishShape _shape = new()
    {
        Simulcast = true,
        VideoKbps = 1700,
        Redundancy = true,
        AdaptsRate = true,
    };

    private static readonly LinkShape _good = new() { DelayMs = 20 };

    public async Task<object> RunAsync(int seconds)
    {
        await using var patient = Enter("patient");
        await using var doctor = Enter("doctor");
        var (up, down) = (new ImpairedLink(_good, seed), new ImpairedLink(_good, seed + 1));
        await patient.ImpairAsync(up, down);
        await Task.WhenAll(patient.PublishAsync(_shape), doctor.PublishAsync(_shape));
        var (heard, hears) = (new Leg(doctor, "patient", loop), new Leg(patient, "doctor", loop));
        await Waiting.Until(() => heard.IsReady && hears.IsReady, $"sound and picture both ways ({scenario.Name})");
        await Task.Delay(TimeSpan.FromSeconds(SettleSeconds));

        var heights = await loop.RunAsync(() =>
        {
            (up.Shape, down.Shape) = (scenario.Link, scenario.Link);
            heard.BeginFault();
            hears.BeginFault();
            return (Up: heard.Height, Down: hears.Height);
        });
        await Task.Delay(TimeSpan.FromSeconds(AdaptSeconds));
        await loop.RunAsync(() =>
        {
            heard.BeginWindow();
            hears.BeginWindow();
        });
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        var results = await loop.RunAsync(() => (Up: heard.EndWindow(), Down: hears.EndWindow()));
        var repaired = await loop.RunAsync(() =>
        {
            (up.Shape, down.Shape) = (_good, _good);
            return loop.NowMicros;
        });
        var picture = await WaitAsync(() => heard.HasPicture(repaired) && hears.HasPicture(repaired));
        var whole = await WaitAsync(() => heard.IsWhole(heights.Up, repaired) && hears.IsWhole(heights.Down, repaired));
        var missed = string.Join("; ", scenario.Missed(results.Up, results.Down, picture));
        await Report.SayAsync($"{scenario.Name}: up {results.Up}, down {results.Down}, picture after {picture:0} ms, whole after {whole:0} ms. {missed}");
        return new
        {
            results.Up,
            results.Down,
            heightBefore = FormattableString.Invariant($"{heights.Up} up, {heights.Down} down"),
            pictureBackAfterMs = Report.Rounded(picture, 0),
            layerBackAfterMs = Report.Rounded(whole, 0),
            missed = missed.Length == 0 ? "nothing" : missed,
        };

        async Task<double> WaitAsync(Func<bool> condition)
        {
            while (await loop.RunAsync(() => loop.NowMicros - repaired) < RecoverSeconds * 1_000_000L)
            {
                if (await loop.RunAsync(condition))
                {
                    return await loop.RunAsync(() => (loop.NowMicros - repaired) / 1000.0);
                }

                await Task.Delay(20);
            }

            return -1;
        }
    }

    private HeadlessPeer Enter(string seat)
    {
        var peer = HeadlessPeer.Enter(server, loop, scenario.Name, seat);
        peer.ObeysLayers = true;
        peer.Subscriber.AsksForKeyFrames = true;
        return peer;
    }
}
