using Telehealth.Benchmarks;

switch (args)
{
    case ["forward", .. var options]:
        return await ForwardBenchmark.RunAsync(ForwardSettings.Parse(options));

    case ["crypto"]:
        return await CryptoBenchmark.RunAsync();

    case ["page"]:
        PerformancePage.Write("docs/performance", "docs/performance.md");
        return 0;

    // The other end of "forward", in a process of its own so that its CPU time is the server's alone.
    case ["serve"]:
        await ForwardServer.RunAsync();
        return 0;

    default:
        await Console.Error.WriteLineAsync("Commands: page; crypto; forward [--subscribers 10] [--seconds 10] [--rounds 5] [--fps 15] [--packets-per-frame 10] [--packet-bytes 1000]. See docs/performance.md.");
        return 2;
}
