using System.Text;

namespace Telehealth.Directory.Demo;

/// <summary>Tells a developer where to go and as whom.</summary>
internal static partial class DemoGreeting
{
    public static void ShowWhenStarted(WebApplication app) =>
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var table = Table(DemoConsortium.Options(app.Services).Password!);
            LogReady(app.Logger, app.Urls.FirstOrDefault() ?? "the configured address", table);
        });

    private static string Table(string password)
    {
        var table = new StringBuilder();
        foreach (var person in ListDemoSignIns.Read(password))
        {
            var place = person.Department is null ? person.Institution.Zh : $"{person.Institution.Zh} {person.Department.Zh}";
            table.Append(System.Globalization.CultureInfo.InvariantCulture,
                $"\n  {person.UserName,-18}{person.Role,-15}{person.Name.Zh}  {place}");
        }

        return table.Append("\n  password of all: ").Append(password).ToString();
    }

    [LoggerMessage(LogLevel.Information, "Open {Address} and sign in as one of:{Table}")]
    private static partial void LogReady(ILogger logger, string address, string table);
}
