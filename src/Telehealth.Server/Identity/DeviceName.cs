namespace Telehealth.Identity;

/// <summary>Says in a few words which browser a session is in. What a browser says of itself proves nothing and decides nothing.</summary>
internal static class DeviceName
{
    /// <summary>The first that is named wins: Edge and Opera call themselves Chrome, and all call themselves Safari.</summary>
    private static readonly (string Sign, string Name)[] _browsers =
    [
        ("MicroMessenger/", "WeChat"), ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Sign, string Name)[] _systems =
    [
        ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
        ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
    ];

    public static string From(string? userAgent) =>
        string.Join(" · ", new[] { Find(_browsers, userAgent), Find(_systems, userAgent) }.OfType<string>());

    private static string? Find((string Sign, string Name)[] known, string? userAgent) =>
        known.FirstOrDefault(one => userAgent?.Contains(one.Sign, StringComparison.Ordinal) == true).Name;
}
