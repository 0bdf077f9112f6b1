using System.Globalization;
using System.Security.Cryptography;
using Telehealth.Media.Srtp;

namespace Telehealth.Benchmarks.Commands;

/// <summary>What one packet's AES-128-GCM costs by each way there is: the processor's instructions, an OpenSSL context, .NET's class.</summary>
internal static class CryptoCommand
{
    private const int Associated = 28;
    private const int PacketsPerRound = 20_000;
    private const int Rounds = 25;

    private delegate void Work(byte[] nonce, byte[] source, byte[] target, byte[] tag);

    public static async Task<int> RunAsync()
    {
        var key = RandomNumberGenerator.GetBytes(GcmKey.KeyBytes);
        var results = new Dictionary<string, double>();
        foreach (var length in new[] { 80, 1_100 })
        {
            using var sslSeal = new OpenSslGcm(key, encrypts: true);
            using var sslOpen = new OpenSslGcm(key, encrypts: false);
            using var dotnet = new AesGcm(key, GcmKey.TagBytes);
            var ways = new List<(string Name, Work Run)>
            {
                ("sealOpenSslContext", Seal(sslSeal)),
                ("openOpenSslContext", Open(sslOpen)),
                ("sealAesGcmClass", (nonce, source, target, tag) =>
                    dotnet.Encrypt(nonce, source.AsSpan(Associated), target.AsSpan(Associated), tag, source.AsSpan(0, Associated))),
            };
            using var hardware = HardwareGcm.IsSupported ? new HardwareGcm(key) : null;
            if (hardware is not null)
            {
                ways.Add(("sealHardware", Seal(hardware)));
                ways.Add(("openHardware", Open(hardware)));
            }

            foreach (var (name, nanoseconds) in Measure(ways, length))
            {
                results.Add(string.Create(CultureInfo.InvariantCulture, $"{name}{length}Ns"), nanoseconds);
            }
        }

        await Report.PrintAsync(
            "crypto",
            new
            {
                packetsPerRound = PacketsPerRound,
                rounds = Rounds,
                value = "nanoseconds per packet of as many bytes of text and 28 of header, fastest round; the ways take turns",
            },
            results);
        return 0;
    }

    private static Work Seal(GcmKey key) => (nonce, source, target, tag) => key.Seal(
        nonce, source.AsSpan(0, Associated), source.AsSpan(Associated, 4), source.AsSpan(Associated + 4),
        target.AsSpan(Associated, source.Length - Associated), tag);

    // The tag is wrong, which costs the same.
    private static Work Open(GcmKey key) => (nonce, source, target, tag) => key.TryOpen(
        nonce, source.AsSpan(0, Associated), source.AsSpan(Associated), target.AsSpan(Associated), tag);

    private static Dictionary<string, double> Measure(List<(string Name, Work Run)> ways, int length)
    {
        var nonce = new byte[GcmKey.NonceBytes];
        var source = RandomNumberGenerator.GetBytes(Associated + length);
        var target = new byte[source.Length];
        var tag = new byte[GcmKey.TagBytes];
        var best = ways.ToDictionary(way => way.Name, _ => double.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (name, run) in ways)
            {
                var started = TimeProvider.System.GetTimestamp();
                for (var packet = 0; packet < PacketsPerRound; packet++)
                {
                    nonce[0] = (byte)packet;
                    run(nonce, source, target, tag);
                }

                var elapsed = TimeProvider.System.GetElapsedTime(started).TotalNanoseconds / PacketsPerRound;
                best[name] = Math.Min(best[name], Math.Round(elapsed, 1));
            }
        }

        return best;
    }
}
