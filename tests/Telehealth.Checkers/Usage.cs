namespace Telehealth.Checkers;

internal static class Usage
{
    public const int WrongUse = 64;

    private const string Text = """
        dotnet run --project tests/Telehealth.Checkers -- <command>

          lab [--nodes N]      PostgreSQL, Redis and N server nodes with the demo consortium, until Ctrl-C
        """;

    public static int Print()
    {
        Console.Error.WriteLine(Text);
        return WrongUse;
    }
}
