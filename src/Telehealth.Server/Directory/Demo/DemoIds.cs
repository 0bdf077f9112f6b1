using System.Globalization;

namespace Telehealth.Directory.Demo;

/// <summary>Ids that are the same on every machine, so that tests, links and screenshots stay valid.</summary>
internal static class DemoIds
{
    public static readonly Guid Consortium = Of(1, 1);

    /// <summary>The telemedicine network that the county hospital belongs to as well.</summary>
    public static readonly Guid Network = Of(1, 2);

    public static Guid Institution(int number) => Of(2, number);

    public static Guid Department(int number) => Of(3, number);

    public static Guid Practitioner(int number) => Of(4, number);

    public static Guid Role(int number) => Of(5, number);

    public static Guid Account(int number) => Of(6, number);

    public static Guid Patient(int number) => Of(7, number);

    public static Guid Agreement(int number) => Of(8, number);

    private static Guid Of(int kind, int number) =>
        Guid.ParseExact(
            string.Create(CultureInfo.InvariantCulture, $"01970000-0000-7000-8000-{kind:x4}{number:x8}"), "D");
}
