using Telehealth.Benchmarks;

switch (args)
{
    case ["page"]:
        PerformancePage.Write("docs/performance", "docs/performance.md");
        return 0;
    default:
        await Console.Error.WriteLineAsync("Commands: page. See docs/performance.md.");
        return 2;
}
