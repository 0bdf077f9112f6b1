namespace Telehealth.Checkers;

internal static class Usage
{
    public const int WrongUse = 64;

    private const string Text = """
        dotnet run --project tests/Telehealth.Checkers -- <command>

          check FILE… [--order-within SECONDS] [--tolerance SECONDS]
                               checks histories (Telemetry:HistoryFile) of one or several nodes; 1 when a promise was broken
          chaos [--entries N] [--kills N] [--claimers N] [--nodes N] [--fault flushall|sigstop|partition]… [--fault-entries N]
                [--compare] [--keep FOLDER]
                               --compare: afterwards the server without its fences, whose checks must fail
          chaos --broken fencing     that server alone: exit 1 is what must come
          chaos --short              what tests/run does: everything a little, compared
          lab [--nodes N]      PostgreSQL, Redis and N server nodes with the demo consortium, until Ctrl-C
        """;

    public static int Print()
    {
        Console.Error.WriteLine(Text);
        return WrongUse;
    }
}
